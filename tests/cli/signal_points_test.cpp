// SIGINT, SIGTERM and SIGHUP at the calls of a run that loads a table, once and twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <fstream>
#include <thread>

#include "cli/load_faults.hpp"

namespace counterpart::test {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SignalPoints);

namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Signal {
  const char* name;
  int number;
  int exit_code;
};

constexpr std::array<Signal, 3> kSignals{
    {{"INT", SIGINT, 130}, {"TERM", SIGTERM, 143}, {"HUP", SIGHUP, 143}}};
constexpr unsigned kPointsOfReading = 9;
constexpr unsigned kStep = 2;
constexpr unsigned kRerunEach = 4;

/// The run stops and nothing is changed, or it is past the point from which on it goes to its end. Before it
/// watches for signals they end it as they end any program.
TEST_P(SignalPoints, EndARunWholeOrNotAtAll) {
  LoadJob& job = LoadJob::of(GetParam());
  unsigned stopped = 0;
  const std::vector<unsigned> points = points_of(job, kPointsOfReading, kStep);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Signal& signal = kSignals[i % kSignals.size()];
    const Fault fault{.at = points[i], .deed = signal.name};
    SCOPED_TRACE(description(fault, job.calls()));
    job.reset();
    const Ended ended = run_program(job.start(fault));
    EXPECT_THAT(job.judge(ended, {{signal.exit_code, 0}, signal.number}), IsEmpty());
    if (i % kRerunEach == 0) {
      EXPECT_THAT(job.judge_rerun(), IsEmpty());
    }
    if (ended.exit_code != signal.exit_code) continue;
    EXPECT_THAT(ended.err, HasSubstr("stopping"));
    ++stopped;
  }
  EXPECT_GT(stopped, 0U);
}

/// Waits until the log shows the call at which the program hangs; false if it ended before.
bool hangs(const Program& program, const std::filesystem::path& log, unsigned at) {
  while (!program.has_ended()) {
    std::ifstream lines(log);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with(std::to_string(at) + " ")) return true;
    }
    std::this_thread::yield();
  }
  return false;
}

/// A call that never comes back, of a dead disk or network, does not keep the program alive.
TEST_P(SignalPoints, EndAtOnceTheSecondTime) {
  LoadJob& job = LoadJob::of(GetParam());
  const auto last = static_cast<unsigned>(job.calls().size());
  const unsigned first = job.first_of_publishing();
  for (const unsigned at : {first / 2, first, first + 1, (first + last) / 2, last}) {
    const Signal& signal = kSignals[at % kSignals.size()];
    const auto log = job.place().path("hanging-" + std::to_string(at));
    const Fault fault{.at = at, .deed = "HANG", .log = log};
    SCOPED_TRACE(description(fault, job.calls()));
    job.reset();
    Program program(job.start(fault));
    if (!hangs(program, log, at)) continue;  // with a call less than it used to make
    program.send(signal.number);
    ASSERT_TRUE(program.says("stopping"));
    program.send(signal.number);
    const Ended ended = program.wait();
    EXPECT_EQ(ended.exit_code, signal.exit_code);
    EXPECT_THAT(job.judge(ended, {.exit_codes = {signal.exit_code}, .abrupt = true}), IsEmpty());
    EXPECT_THAT(job.judge_rerun(), IsEmpty());
  }
}

}  // namespace
}  // namespace counterpart::test
