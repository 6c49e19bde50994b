// SIGSTOP at the calls of a run that loads a table. Meanwhile its sessions are ended, or another run comes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "cli/load_faults.hpp"

namespace counterpart::test {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ServerPoints);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StopPoints);

namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr unsigned kPointsOfReading = 6;
constexpr int kLocked = 10;

/// A server loses patience with a program that does not move, before each statement that it would get: in the
/// stream, before the COMMIT and after it.
TEST_P(ServerPoints, MayBeGivenUpByTheServer) {
  LoadJob& job = LoadJob::of(GetParam());
  unsigned stopped = 0;
  for (const unsigned at : points_of(job, kPointsOfReading)) {
    if (job.calls()[at - 1].call != "send") continue;
    const Fault fault{.at = at, .deed = "STOP"};
    SCOPED_TRACE(description(fault, job.calls()));
    job.reset();
    Program program(job.start(fault));
    if (program.stands_still()) {
      job.world().end_sessions();
      program.send(SIGCONT);
      ++stopped;
    }
    EXPECT_THAT(job.judge(program.wait(), {.exit_codes = {0, 6}, .untidy = true}), IsEmpty());
    EXPECT_THAT(job.judge_rerun(), IsEmpty());
  }
  EXPECT_GT(stopped, 0U);
}

/// The points at which a run holds its target: while it reads, and before it publishes.
std::vector<unsigned> points_with_lock(const LoadJob& job) {
  const unsigned first = job.first_of_publishing();
  return {first - 1, first, first + 4};
}

TEST_P(StopPoints, KeepASecondRunOut) {
  LoadJob& job = LoadJob::of(GetParam());
  for (const unsigned at : points_with_lock(job)) {
    const Fault fault{.at = at, .deed = "STOP"};
    SCOPED_TRACE(description(fault, job.calls()));
    job.reset();
    Program first(job.start(fault));
    ASSERT_TRUE(first.stands_still());
    const Ended second = job.run();
    EXPECT_EQ(second.exit_code, kLocked) << second.err;
    EXPECT_THAT(second.err, HasSubstr("another run"));
    first.send(SIGCONT);
    EXPECT_THAT(job.judge(first.wait(), {{0}}), IsEmpty());
  }
}

/// The lock of a run that was killed goes with it.
TEST_P(StopPoints, KeepNobodyOutOnceTheRunIsKilled) {
  LoadJob& job = LoadJob::of(GetParam());
  for (const unsigned at : points_with_lock(job)) {
    const Fault fault{.at = at, .deed = "STOP"};
    SCOPED_TRACE(description(fault, job.calls()));
    job.reset();
    Program first(job.start(fault));
    ASSERT_TRUE(first.stands_still());
    EXPECT_EQ(job.run().exit_code, kLocked);
    first.send(SIGKILL);
    EXPECT_THAT(job.judge(first.wait(), {{}, SIGKILL}), IsEmpty());
    EXPECT_THAT(job.judge_rerun(), IsEmpty());
  }
}

}  // namespace
}  // namespace counterpart::test
