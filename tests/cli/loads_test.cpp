// Loads that a job does not allow, and what status tells of loads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/json_events.hpp"
#include "support/two_systems.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kReplace = "mode  = \"replace\"";

/// The id of the run that these words start.
std::string run_id(const TwoSystems& systems) {
  return json_events(systems.place().run_well({"run", "job.toml", "--json"}).err).back().at("/run_id");
}

TEST(Guards, RefuseTooFewRowsBeforeAnyOutputIsPublished) {
  TwoSystems systems;
  systems.change(kReplace, "min_rows = 31");
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "job.toml"}), 8,
                                 {"pairs", "30 rows came, min_rows is 31"});
}

TEST(Guards, RefuseATableThatShrinksTooMuchBeforeAnyOutputIsPublished) {
  TwoSystems systems;
  systems.place().query(
      "out/warehouse.db",
      "INSERT INTO pairs (internal_id) SELECT p.internal_id FROM pairs p, pairs q LIMIT 100");
  systems.change(kReplace, "max_shrink = \"50%\"");
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "job.toml"}), 8,
                                 {"pairs", "max_shrink is 50 %"});
}

TEST(Upsert, ChangesTheRowsThatAreThereAndAddsOthers) {
  TwoSystems systems;
  systems.place().query("out/warehouse.db",
                        "DELETE FROM pairs WHERE internal_id > 20; UPDATE pairs SET first_name = 'x'; "
                        "ALTER TABLE pairs ADD COLUMN note DEFAULT 'n'; UPDATE pairs SET note = 'mine'; "
                        "CREATE UNIQUE INDEX key ON pairs (internal_id)");
  systems.change(kReplace, "mode = \"upsert\"\nkey = [\"internal_id\"]");
  systems.place().run_well({"run", "job.toml"});
  EXPECT_EQ(systems.place().query("out/warehouse.db",
                                  "SELECT COUNT(*), SUM(note = 'mine'), SUM(first_name = 'x') FROM pairs"),
            "30|10|0\n");
}

TEST(Upsert, RefusesAKeyThatTwoRowsShare) {
  TwoSystems systems;
  systems.place().query("out/warehouse.db",
                        "DELETE FROM pairs; CREATE UNIQUE INDEX key ON pairs (is_active_internal_platform)");
  systems.change(kReplace, "mode = \"upsert\"\nkey = [\"is_active_internal_platform\"]");
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "job.toml"}), 8,
                                 {"the same key (is_active_internal_platform)"});
}

TEST(KeepPrevious, LeavesTheOldRowsUnderTheirName) {
  TwoSystems systems;
  const std::string old_rows = systems.place().query("out/warehouse.db", "SELECT * FROM pairs");
  systems.change(kReplace, "keep_previous = true");
  systems.place().run_well({"run", "job.toml"});
  EXPECT_EQ(systems.place().query("out/warehouse.db", "SELECT * FROM pairs_previous"), old_rows);
  EXPECT_NE(systems.place().query("out/warehouse.db", "SELECT * FROM pairs"), old_rows);
}

TEST(Status, TellsTheLastRun) {
  TwoSystems systems;
  const std::string id = run_id(systems);
  const Files before = systems.before();
  const Ended ended = systems.place().run_well({"status", "job.toml"});
  EXPECT_THAT(ended.out, HasSubstr("table pairs in sqlite:out/warehouse.db: 30 rows\n"));
  EXPECT_THAT(ended.out, HasSubstr("last run " + id + ": replace of 30 rows, as of 2017-02-02, finished 20"));
  EXPECT_THAT(ended.out, HasSubstr("job job.toml  counterpart "));
  EXPECT_THAT(ended.out, Not(HasSubstr("changed since")));
  systems.place().expect_untouched(before);
  systems.place().query("out/warehouse.db", "DELETE FROM pairs WHERE internal_id = 11");
  EXPECT_THAT(systems.place().run_well({"status", "job.toml"}).out,
              HasSubstr("changed since: that run left 30 rows"));
}

TEST(Status, TellsWhetherARunIsLoaded) {
  TwoSystems systems;
  systems.change(kReplace, "mode  = \"append\"");
  const std::string first = run_id(systems);
  const std::string second = run_id(systems);
  for (const std::string& id : {first, second})
    EXPECT_THAT(systems.place().run_well({"status", "job.toml", id}).out,
                HasSubstr("run " + id + ": loaded, append"));
  const Ended ended = systems.place().run({"status", "job.toml", "20170202T030405Z-00000000"});
  EXPECT_EQ(ended.exit_code, 6) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("run 20170202T030405Z-00000000: not loaded"));
  EXPECT_THAT(ended.err, HasSubstr("loaded in 0 of 1 table\n"));
  EXPECT_EQ(lines_with(ended.err, "hint: ").size(), 1U);
}

TEST(Status, TellsThatARunIsLoadedNoMore) {
  TwoSystems systems;
  const std::string first = run_id(systems);
  const std::string second = run_id(systems);
  const Ended replaced = systems.place().run({"status", "job.toml", first});
  EXPECT_EQ(replaced.exit_code, 6);
  EXPECT_THAT(replaced.out, HasSubstr("run " + first + ": was loaded, and replaced by run " + second + "\n"));
  EXPECT_THAT(replaced.err, HasSubstr("loaded in 0 of 1 table; table pairs in sqlite:out/warehouse.db: was "
                                      "loaded, and replaced by run " +
                                      second + "\n"));
  const std::vector<Event> events =
      json_events(systems.place().run({"status", "job.toml", first, "--json"}).err);
  EXPECT_EQ(events.front().at("/tables/0/replaced_by"), second);
  EXPECT_EQ(events.front().at("/tables/0/loaded"), "false");
  systems.place().query("out/warehouse.db", "DROP TABLE pairs");
  const Ended gone = systems.place().run({"status", "job.toml", second});
  EXPECT_EQ(gone.exit_code, 6);
  EXPECT_THAT(gone.out, HasSubstr("pairs in sqlite:out/warehouse.db: not there\n"));
  EXPECT_THAT(gone.out, HasSubstr("run " + second + ": was loaded, and the table is gone\n"));
  EXPECT_EQ(lines_with(gone.err, "hint: ").size(), 1U);
}

TEST(Status, IsAnEventUnderJson) {
  TwoSystems systems;
  const std::string id = run_id(systems);
  const Event known = json_events(systems.place().run_well({"status", "job.toml", id, "--json"}).err).back();
  EXPECT_EQ(known.at("/message_type"), "summary");
  EXPECT_EQ(known.at("/tables/0/latest/run_id"), id);
  EXPECT_EQ(known.at("/tables/0/loaded"), "true");
  EXPECT_EQ(number(known, "/tables/0/rows"), 30);
  const Ended ended = systems.place().run({"status", "job.toml", "x", "--json"});
  const std::vector<Event> events = json_events(ended.err);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].at("/tables/0/loaded"), "false");
  EXPECT_EQ(number(events[1], "/code"), 6);
  EXPECT_EQ(ended.out, "");
}

TEST(Status, OfADatabaseThatIsNotThereIsThatNothingIsLoaded) {
  TwoSystems systems;
  systems.change("sqlite:out/warehouse.db", "sqlite:out/other.db");
  const Files before = systems.before();
  EXPECT_THAT(systems.place().run_well({"status", "job.toml"}).out, HasSubstr("other.db: not there\n"));
  EXPECT_EQ(systems.place().run({"status", "job.toml", "x"}).exit_code, 6);
  systems.place().expect_untouched(before);
}

TEST(Status, CannotBeToldOfAFileThatIsNoDatabase) {
  TwoSystems systems;
  systems.change("sqlite:out/warehouse.db", "sqlite:people.csv");
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"status", "job.toml"}), 7, {"people.csv"});
}

TEST(Status, NeedsATable) {
  TwoSystems systems;
  systems.change(
      "kind  = \"table\"\nurl   = \"sqlite:out/warehouse.db\"\ntable = \"pairs\"\nmode  = \"replace\"",
      "kind = \"jsonl\"\npath = \"out/more.jsonl\"");
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"status", "job.toml"}), 3, {"loads no table"});
}

}  // namespace
}  // namespace counterpart::test
