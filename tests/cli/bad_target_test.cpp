// Targets that cannot be written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/two_systems.hpp"

namespace counterpart::test {
namespace {

/// The job with its report elsewhere: refused before the API is asked for anything, all other outputs
/// untouched.
void expect_refused_before_reading(const std::string& report, const std::vector<std::string>& words) {
  TwoSystems systems;
  systems.change("out/report.txt", report);
  const Files before = systems.before();
  for (const char* command : {"check", "run"}) {
    systems.place().expect_refused(before, systems.place().run({command, "job.toml"}), 9, words);
  }
  EXPECT_EQ(systems.api().requests(), 0U);
}

TEST(BadTarget, AFolderThatIsNotThereIsFoundBeforeReading) {
  expect_refused_before_reading("nowhere/report.txt", {"nowhere/report.txt", "No such file"});
}

TEST(BadTarget, APathBelowAFileIsFoundBeforeReading) {
  expect_refused_before_reading("people.csv/report.txt", {"people.csv/report.txt"});
}

TEST(BadTarget, AFolderThatTakesNoFilesIsFoundBeforeReading) {
  expect_refused_before_reading("/proc/self/report.txt", {"/proc/self/report.txt"});
}

TEST(BadTarget, AFolderInPlaceOfTheFileIsFoundBeforeReading) {
  expect_refused_before_reading("out", {"is a folder"});
}

TEST(BadTarget, ADatabaseThatIsNoneIsFoundBeforeReading) {
  TwoSystems systems;
  systems.change("sqlite:out/warehouse.db", "sqlite:people.csv");
  const Files before = systems.before();
  const Ended ended = systems.place().run({"run", "job.toml"});
  systems.place().expect_refused(before, ended, 9, {"people.csv"});
  EXPECT_EQ(systems.api().requests(), 0U);
}

TEST(BadTarget, ADatabaseInAFolderThatIsNotThereIsFoundBeforeReading) {
  TwoSystems systems;
  systems.change("sqlite:out/warehouse.db", "sqlite:nowhere/warehouse.db");
  const Files before = systems.before();
  const Ended ended = systems.place().run({"run", "job.toml"});
  systems.place().expect_refused(before, ended, 9, {"nowhere/warehouse.db"});
  EXPECT_EQ(systems.api().requests(), 0U);
}

TEST(BadTarget, ATableWithOtherColumnsIsFoundBeforeReading) {
  TwoSystems systems;
  systems.place().query("out/warehouse.db", "ALTER TABLE pairs RENAME COLUMN first_name TO given_name");
  const Files before = systems.before();
  const Ended ended = systems.place().run({"run", "job.toml"});
  systems.place().expect_refused(before, ended, 6, {"pairs", "first_name"});
  EXPECT_EQ(systems.api().requests(), 0U);
}

TEST(BadTarget, AColumnThatWouldChangeValuesIsFoundBeforeReading) {
  for (const auto& [column, word] : std::vector<std::pair<std::string, std::string>>{
           {"REAL", "is REAL there"}, {"INT AS (7) STORED", "is generated there"}}) {
    TwoSystems systems;
    systems.change("from = \"left.id\"", "from = \"left.id\"\ntype = \"bigint\"");
    systems.place().query(
        "out/warehouse.db",
        "DROP TABLE pairs; CREATE TABLE pairs (first_name, last_name, is_active_internal_platform, "
        "is_active_external_platform, internal_id " +
            column + ")");
    const Files before = systems.before();
    const Ended ended = systems.place().run({"run", "job.toml"});
    systems.place().expect_refused(before, ended, 6, {"internal_id", word});
    EXPECT_EQ(systems.api().requests(), 0U);
  }
}

TEST(BadTarget, ATemporaryFolderThatIsNotThereIsNamed) {
  TwoSystems systems;
  systems.change("as_of = 2017-02-02", "as_of = 2017-02-02\nmemory = \"16MiB\"");
  std::string many = "id,lastname,firstname,last_active_date\n";
  for (unsigned id = 1; id <= 60'000; ++id)
    many += std::to_string(id) + ",Family of a length,Given" + std::to_string(id) + ",2017-01-01\n";
  systems.place().write("people.csv", many);
  const Files before = systems.before();
  const Ended ended = systems.place().run({"run", "job.toml"}, {{"TMPDIR", "/nowhere"}});
  systems.place().expect_refused(before, ended, 9, {"/nowhere"});
  EXPECT_NE(ended.err.find("TMPDIR"), std::string::npos);
}

/// A file size limit is met as a full disk is: by a write that fails. The report, with every pair in its
/// sample, is the only output beyond it.
TEST(BadTarget, AFullDiskLeavesTheOldReport) {
  TwoSystems systems;
  systems.change(
      "\n[[output]]\nkind  = \"table\"\nurl   = \"sqlite:out/warehouse.db\"\ntable = \"pairs\"\nmode  = "
      "\"replace\"\n",
      "");
  Start start = systems.place().start({"run", "job.toml"});
  start.under = "ulimit -f 8";  // blocks of 512 bytes
  const Files before = systems.before();
  systems.place().expect_refused(before, run_program(start), 9, {"out/report.txt"});
}

/// The table, which fits, is ready by the time that the report does not.
TEST(BadTarget, AFullDiskUnderTheReportLeavesTheOldTableToo) {
  TwoSystems systems;
  systems.change("sample = 100", "sample = 100\nrename = { first_name = \"" + std::string(500, 'x') + "\" }");
  Start start = systems.place().start({"run", "job.toml"});
  start.under = "ulimit -f 24";  // blocks of 512 bytes
  const Files before = systems.before();
  systems.place().expect_refused(before, run_program(start), 9, {"out/report.txt"});
}

TEST(BadTarget, AFullDiskLeavesTheOldTable) {
  TwoSystems systems;
  systems.change("sample = 100", "sample = 1");
  Start start = systems.place().start({"run", "job.toml"});
  start.under = "ulimit -f 8";  // blocks of 512 bytes
  const Files before = systems.before();
  const Ended ended = run_program(start);
  systems.place().expect_refused(before, ended, 6, {"warehouse.db"});
}

}  // namespace
}  // namespace counterpart::test
