// SIGKILL at the calls of a run that loads a table: each one of the publishing, and some of the reading
// before it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "cli/load_faults.hpp"

namespace counterpart::test {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(KillPoints);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(CutWrites);

namespace {

using ::testing::IsEmpty;

constexpr unsigned kPointsOfReading = 12;
const Promise kKilled{{0}, SIGKILL};

/// Kills a run at this point; true if it was.
bool kill_at(LoadJob& job, const Fault& fault) {
  SCOPED_TRACE(description(fault, job.calls()));
  job.reset();
  const Ended ended = run_program(job.start(fault));
  EXPECT_THAT(job.judge(ended, kKilled), IsEmpty());
  EXPECT_THAT(job.judge_rerun(), IsEmpty());
  return ended.signal == SIGKILL;
}

TEST_P(KillPoints, LeaveEverythingAsBeforeOrAsAfter) {
  LoadJob& job = LoadJob::of(GetParam());
  unsigned killed = 0;
  const std::vector<unsigned> points = points_of(job, kPointsOfReading);
  for (const unsigned at : points) killed += kill_at(job, {.at = at, .deed = "KILL"}) ? 1 : 0;
  // A run that waits for its server less often makes fewer calls, and ends before the last points.
  EXPECT_GE(killed, points.size() * 3 / 4);
  RecordProperty("kill_points", static_cast<int>(killed));
  RecordProperty("calls", summary_of(job.calls()));
}

/// A statement or a page of which the half was sent or written.
TEST_P(CutWrites, LeaveEverythingAsBeforeOrAsAfter) {
  LoadJob& job = LoadJob::of(GetParam());
  unsigned killed = 0;
  for (unsigned at = job.first_of_publishing(); at <= job.calls().size(); ++at) {
    if (!is_write(job.calls()[at - 1])) continue;
    killed += kill_at(job, {.at = at, .deed = "KILL", .half = true}) ? 1 : 0;
  }
  EXPECT_GT(killed, 0U);
  RecordProperty("kill_points", static_cast<int>(killed));
}

}  // namespace
}  // namespace counterpart::test
