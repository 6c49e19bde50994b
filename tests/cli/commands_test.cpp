// What the options of a run change, and what fetch, ddl and check give.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/json_events.hpp"
#include "support/linkage_world.hpp"
#include "support/two_systems.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;

std::string digest_of(const Workplace& place, const std::string& job) {
  return json_events(place.run_well({"run", job, "--json"}).err).back().at("/digest");
}

TEST(Run, WritesWhatTheJobAsksFor) {
  const TwoSystems systems;
  systems.place().run_well({"run", "job.toml"});
  const std::string report = systems.place().read("out/report.txt");
  EXPECT_THAT(report, testing::StartsWith("Elapsed Time: 0 minutes, "));
  EXPECT_THAT(report, HasSubstr("\nTotal Matches: 30\n"));
  EXPECT_EQ(lines_with(systems.place().read("out/matches.csv"), "").size(), 31U);
  EXPECT_EQ(lines_with(systems.place().read("out/only-internal.jsonl"), "{").size(), 10U);
  EXPECT_EQ(systems.place().read("out/rejects.jsonl"), "");
  EXPECT_EQ(systems.place().query("out/warehouse.db",
                                  "SELECT COUNT(*), MIN(internal_id), MAX(internal_id) FROM pairs"),
            "30|11|40\n");
  EXPECT_TRUE(std::filesystem::is_empty(systems.place().path("tmp")));
}

TEST(DryRun, WritesNothing) {
  const TwoSystems systems;
  const Files before = systems.before();
  const Ended ended = systems.place().run_well({"run", "job.toml", "--dry-run"});
  EXPECT_THAT(ended.out, HasSubstr("30 matches"));
  EXPECT_THAT(ended.out, HasSubstr("dry run"));
  systems.place().expect_untouched(before);
}

TEST(DryRun, MakesNoNewDatabaseEither) {
  TwoSystems systems;
  systems.change("sqlite:out/warehouse.db", "sqlite:out/new.db");
  const Files before = systems.before();
  systems.place().run_well({"run", "job.toml", "--dry-run"});
  systems.place().run_well({"check", "job.toml"});
  systems.place().expect_untouched(before);
}

TEST(OutputDir, TakesAllOutputs) {
  const TwoSystems systems;
  std::filesystem::create_directories(systems.place().path("elsewhere/out"));
  const Files before = systems.before();
  systems.place().run_well({"run", "job.toml", "--output-dir", "elsewhere"});
  for (const char* name :
       {"report.txt", "matches.csv", "only-internal.jsonl", "rejects.jsonl", "warehouse.db"}) {
    EXPECT_TRUE(systems.place().has(std::string("elsewhere/out/") + name)) << name;
    EXPECT_EQ(systems.place().read(std::string("out/") + name), before.at(std::string("out/") + name))
        << name;
  }
}

TEST(AsOf, DecidesWhoIsActive) {
  const TwoSystems systems;
  const auto active = [&](const std::string& day) {
    systems.place().run_well({"run", "job.toml", "--as-of", day});
    return systems.place().query("out/warehouse.db", "SELECT SUM(is_active_internal_platform) FROM pairs");
  };
  EXPECT_EQ(active("2017-01-31"), "30\n");
  EXPECT_EQ(active("2017-03-31"), "0\n");
  // Active within 30 days of 10 February: the last day that counts is 11 January.
  systems.place().run_well({"run", "job.toml", "--as-of", "2017-02-10"});
  EXPECT_EQ(
      systems.place().query(
          "out/warehouse.db",
          "SELECT COUNT(*) FROM pairs WHERE is_active_internal_platform <> (internal_id % 28 + 1 >= 11)"),
      "0\n");
}

TEST(AsOf, HasToBeADate) {
  const TwoSystems systems;
  const Files before = systems.before();
  for (const char* day : {"2017-02-30", "yesterday", "2017"}) {
    systems.place().expect_refused(before, systems.place().run({"run", "job.toml", "--as-of", day}), 2,
                                   {"--as-of"});
  }
}

TEST(Check, ReadsOnePageAndWritesNothing) {
  TwoSystems systems;
  const Files before = systems.before();
  const Ended ended = systems.place().run_well({"check", "job.toml"});
  for (const char* part :
       {"internal: csv file", "external: rest", "lastname", "would write out/report.txt", "\nok\n"})
    EXPECT_THAT(ended.out, HasSubstr(part));
  EXPECT_LE(systems.api().requests(), 3U);  // the first page, the one that would be before it, and one ahead
  systems.place().expect_untouched(before);
}

TEST(Check, NamesAFieldThatThePagesDoNotHave) {
  TwoSystems systems;
  systems.change("of = \"right.last_active_date\"", "of = \"right.last_activ_date\"");
  const Ended ended = systems.place().run({"check", "job.toml"});
  EXPECT_EQ(ended.exit_code, 8);
  EXPECT_THAT(ended.out, HasSubstr("problem: no record has the field 'last_activ_date'"));
  EXPECT_THAT(ended.out, HasSubstr("did you mean 'last_active_date'"));
  EXPECT_THAT(ended.err, testing::StartsWith("error: 1 problem to look at before a run\nhint: "));
}

class Fetch : public ::testing::TestWithParam<std::string> {};

TEST_P(Fetch, OfBothSidesGivesFilesThatMatchAsTheOriginals) {
  TwoSystems systems;
  const Workplace& place = systems.place();
  const std::string original = digest_of(place, "job.toml");
  const Files results = place.results();
  const std::string& kind = GetParam();
  for (const std::string side : {"left", "external"}) {
    place.run_well({"fetch", "job.toml", "--side", side, "-o", side + "." + kind});
  }
  const std::string& job = systems.job();
  const std::size_t right = job.find("[right]");
  const std::size_t match = job.find("[match]");
  place.write(
      "fetched.toml",
      replaced(replaced(job.substr(0, right), "\"csv\"", "\"" + kind + "\""), "people.csv", "left." + kind) +
          "[right]\nname = \"external\"\nsource = \"" + kind + "\"\npath = \"external." + kind +
          "\"\nid = \"id\"\n[right.types]\nid = \"int64\"\n\n" + job.substr(match));
  EXPECT_EQ(digest_of(place, "fetched.toml"), original);
  EXPECT_TRUE(place.results() == results);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Fetch, ::testing::Values("csv", "jsonl"),
                         [](const auto& kind) { return kind.param; });

TEST(FetchOne, OfASideThatIsNoneIsAUsageError) {
  const TwoSystems systems;
  const Files before = systems.before();
  systems.place().expect_refused(
      before, systems.place().run({"fetch", "job.toml", "--side", "middle", "-o", "out/m.csv"}), 2,
      {"--side", "internal"});
}

TEST(FetchOne, IntoStandardOutputIsAUsageErrorAndNoFileOfThatName) {
  const TwoSystems systems;
  const Files before = systems.before();
  systems.place().expect_refused(before,
                                 systems.place().run({"fetch", "job.toml", "--side", "left", "-o", "-"}), 2,
                                 {"published whole or not at all"});
}

TEST(FetchOne, ThatFailsLeavesTheOldFile) {
  TwoSystems systems(
      [](const Ask& ask) { return ask.page == 7 ? Reply{.status = 404, .body = "{}"} : sound_answer(ask); });
  systems.place().write("out/right.jsonl", "old\n");
  const Files before = systems.before();
  systems.place().expect_refused(
      before, systems.place().run({"fetch", "job.toml", "--side", "right", "-o", "out/right.jsonl"}), 5,
      {"page 7"});
}

TEST(FetchOne, PassesTheWarningsOfTheSourceOn) {
  TwoSystems systems([](const Ask& ask) {
    Reply reply = sound_answer(ask);
    reply.body = replaced(reply.body, "{", "{\"announced\":1000,");
    return reply;
  });
  systems.change("[right.pages]", "on_shortfall = \"warn\"\n[right.pages]\ntotal_items = \"/announced\"");
  const Ended ended = systems.place().run({"fetch", "job.toml", "--side", "right", "-o", "out/right.jsonl"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("warning: external: "));
  EXPECT_THAT(ended.err, HasSubstr("1,000"));
}

TEST(Ddl, OfSqliteRunsInSqlite) {
  const TwoSystems systems;
  const std::string ddl = systems.place().run_well({"ddl", "job.toml", "--dialect", "sqlite"}).out;
  EXPECT_EQ(systems.place().run_well({"ddl", "job.toml"}).out, ddl) << "the table of the job is in SQLite";
  systems.place().query("made.db", ddl);
  EXPECT_EQ(
      systems.place().query("made.db", "SELECT name FROM pragma_table_info('pairs')"),
      "id\ninternal_id\nfirst_name\nlast_name\nis_active_internal_platform\nis_active_external_platform\n");
}

TEST(Run, ANegativeNumberOfRejectsIsAUsageError) {
  const TwoSystems systems;
  EXPECT_EQ(systems.place().run({"run", "job.toml", "--max-rejects", "-1"}).exit_code, 2);
}

TEST(Demo, DoesNotReplaceAJobFileThatWasEdited) {
  const TwoSystems systems;
  ASSERT_EQ(systems.place().run({"demo", "--rows", "50", "--dir", "d"}).exit_code, 0);
  EXPECT_EQ(systems.place().run({"demo", "--rows", "50", "--dir", "d"}).exit_code, 0)
      << "as it was left is fine";
  std::ofstream(systems.place().path("d/job.toml"), std::ios::app) << "# mine\n";
  const Ended ended = systems.place().run({"demo", "--rows", "50", "--dir", "d"});
  EXPECT_EQ(ended.exit_code, 9);
  EXPECT_THAT(ended.err, HasSubstr("was edited"));
}

TEST(Plan, TellsHowBothSidesWouldBeReadAndTouchesNoOutput) {
  TwoSystems systems;
  systems.change("sqlite:out/warehouse.db", "sqlite:nowhere/warehouse.db");
  const Files before = systems.before();
  const Ended ended = systems.place().run_well({"plan", "job.toml"});
  EXPECT_THAT(ended.out, HasSubstr("internal: csv file; sorted here\n"));
  EXPECT_THAT(ended.out, HasSubstr("about 40 records, by the size of the file\n"));
  EXPECT_THAT(ended.out, HasSubstr("needed, no temporary disk\n"));
  EXPECT_THAT(ended.out, HasSubstr("match: equal lastname, firstname, in the order of their bytes\n"));
  const auto plan = json_events(systems.place().run_well({"plan", "job.toml", "--json"}).err).back();
  EXPECT_EQ(plan.at("/sides/internal/records_from"), "by the size of the file");
  systems.place().expect_untouched(before);
}

TEST(Plan, NamesTheRulesOfProbabilisticMatching) {
  const LinkageWorld world;
  const Ended ended = world.place().run_well({"plan", "job.toml"});
  EXPECT_THAT(ended.out,
              HasSubstr("match: probabilistic, name, born, city compared; weights trained by the run\n"));
  EXPECT_THAT(ended.out, HasSubstr("compares pairs that share surname = last, born = birthday (strict)\n"));
}

}  // namespace
}  // namespace counterpart::test
