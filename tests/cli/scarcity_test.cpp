// Too little of what a run needs: file handles, memory, room for what it sorts.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/load_job.hpp"
#include "support/sqlite_tables.hpp"
#include "support/two_systems.hpp"

namespace counterpart::test {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::unique_ptr<TableWorld> make_sqlite(const std::filesystem::path& folder) {
  return std::make_unique<SqliteTables>(folder / "warehouse.db");
}

/// One run under each limit of open files; 3 are those of standard input, output and error, and two more go
/// to the libraries that the program begins with.
TEST(FileHandles, ThatRunOutLeaveEverythingAsItWas) {
  LoadJob job({make_sqlite, Loading::replace});
  unsigned failed = 0;
  bool enough = false;
  for (unsigned handles = 5; !enough; ++handles) {
    SCOPED_TRACE(handles);
    job.reset();
    Start start = job.start();
    start.under = fmt::format("ulimit -n {}", handles);
    const Ended ended = run_program(start);
    EXPECT_THAT(job.judge(ended, {{0, 4, 6, 9}}), IsEmpty());
    enough = ended.exit_code == 0 || handles == 64;
    if (enough) continue;
    ++failed;
    EXPECT_THAT(ended.err, HasSubstr("Too many open files"));
    EXPECT_THAT(ended.err, HasSubstr("hint: raise the limit of open files"));
  }
  EXPECT_GE(failed, 5U);
}

/// Of a side that is an API: sockets, the events that wake its thread, its answers.
TEST(FileHandles, ThatRunOutWhileAnApiIsReadLeaveEverythingAsItWas) {
  TwoSystems systems;
  bool enough = false;
  unsigned failed = 0;
  for (unsigned handles = 9; !enough; ++handles) {
    SCOPED_TRACE(handles);
    Start start = systems.place().start({"run", "job.toml"});
    start.under = fmt::format("ulimit -n {}", handles);
    const Files before = systems.before();
    const Ended ended = run_program(start);
    enough = ended.exit_code == 0 || handles == 64;
    if (enough) continue;
    ++failed;
    systems.place().expect_refused(before, ended, ended.exit_code, {});
    EXPECT_THAT(ended.exit_code, AnyOf(1, 4, 5, 6, 9)) << "1 is of the program's own threads";
  }
  EXPECT_GE(failed, 2U);
}

/// From too little for the first thread to enough, so that the allocation that fails is another one each
/// time.
TEST(Memory, ThatCannotBeHadLeavesEverythingAsItWas) {
  constexpr unsigned kFirstMib = 60;
  constexpr unsigned kLastMib = 140;
  constexpr unsigned kStepKib = 1500;
  LoadJob job({make_sqlite, Loading::replace});
  unsigned failed = 0;
  for (unsigned kib = kFirstMib << 10; kib < kLastMib << 10; kib += kStepKib) {
    SCOPED_TRACE(kib);
    job.reset();
    Start start = job.start();
    start.under = fmt::format("ulimit -v {}", kib);
    Start least = start;
    least.arguments = {"--version"};
    if (failed == 0 && run_program(least).exit_code != 0) continue;
    const Ended ended = run_program(start);
    EXPECT_THAT(job.judge(ended, {{0, 1, 6}}), IsEmpty());
    if (ended.exit_code != 0) ++failed;
  }
  EXPECT_GE(failed, 3U);
}

/// Two files that do not fit into the budget, and a report, a CSV file and an SQLite table of them.
class Spilling : public ::testing::Test {
 protected:
  static constexpr unsigned kPeople = 40'000;
  Spilling() {
    std::string people = "id,name\n";
    for (unsigned id = 1; id <= kPeople; ++id)
      people += fmt::format("{},{} Family of some length{:x>100}\n", id, id * 7919 % kPeople, "");
    place_.write("left.csv", people);
    place_.write("right.csv", people);
    place_.write("job.toml", kJob);
    for (const char* file : {"out/report.txt", "out/matches.csv"}) place_.write(file, "old\n");
  }
  Ended run(const Fault& fault) {
    std::map<std::string, std::string> environment;
    if (fault.at > 0 || !fault.log.empty()) environment = environment_of(fault);
    return place_.run({"run", "job.toml", "--memory", "16MiB", "--threads", "1"}, environment);
  }

  static constexpr const char* kJob = R"toml([left]
source = "csv"
path = "left.csv"
id = "id"
[right]
source = "csv"
path = "right.csv"
id = "id"
[match]
[[match.on]]
left = "name"
right = "name"
[[output]]
kind = "report"
path = "out/report.txt"
[[output]]
kind = "csv"
path = "out/matches.csv"
)toml";

  Workplace place_;
};

TEST_F(Spilling, ThatFailsAtAnyCallLeavesEverythingAsItWas) {
  const std::filesystem::path log = place_.path("calls");
  const Files before = place_.files();
  for (const std::string calls : {"pwrite", "pread", "open"}) {
    ASSERT_EQ(run({.calls = calls, .on = "tmp", .log = log}).exit_code, 0);
    const auto made = static_cast<unsigned>(read_calls(log).size());
    std::filesystem::remove(log);
    for (const auto& [name, bytes] : before) {
      if (name.starts_with("out/") && name.size() > 4) place_.write(name, bytes);
    }
    const unsigned step = std::max(1U, made / 12);
    for (unsigned at = 1; at <= made; at += step) {
      SCOPED_TRACE(fmt::format("{} {} of {}", calls, at, made));
      const std::string deed = calls == "pwrite" ? "ENOSPC" : calls == "pread" ? "EIO" : "EMFILE";
      const Ended ended = run({.calls = calls, .on = "tmp", .at = at, .deed = deed, .onwards = true});
      place_.expect_refused(before, ended, 9, {"temporary file"});
    }
  }
}

}  // namespace
}  // namespace counterpart::test
