/// What every table sink promises of its guards, of the table that it keeps, and of what it tells of its
/// runs.

#include <gmock/gmock.h>

#include "contract/table_contract.hpp"

namespace counterpart::test {
namespace {

using Mode = TableSpec::Mode;
using testing::HasSubstr;

constexpr Mode kModes[] = {Mode::replace, Mode::append, Mode::upsert};
constexpr const char* kRuns =
    "SELECT run_id, target_table, state, mode, rows_written, rows_after FROM counterpart_runs ORDER BY seq";

std::vector<std::vector<Value>> people_named(std::initializer_list<std::string_view> names) {
  std::vector<std::vector<Value>> rows;
  for (const std::string_view name : names) rows.push_back(person(name, true));
  return rows;
}

TEST_P(TableContract, RefusesFewerRowsThanTheLeast) {
  load(Mode::upsert, people_named({"Ada"}));
  spec_.min_rows = 2;
  for (const Mode mode : kModes) {
    const Error error = failure([&] { load(mode, people_named({"Bob"})); });
    EXPECT_EQ(error.kind(), ErrorKind::policy) << error.what();
    EXPECT_THAT(error.what(), HasSubstr("1 rows came, min_rows is 2"));
    EXPECT_FALSE(error.hint().empty());
  }
  EXPECT_EQ(people(), "Ada|1|2017-02-02\n");
  load(Mode::append, people_named({"Bob", "Cy"}));
  EXPECT_EQ(world_->query("SELECT COUNT(*) FROM people"), "3\n");
}

TEST_P(TableContract, RefusesToShrinkByMoreThanAllowed) {
  spec_.max_shrink = 0.2;
  load(Mode::replace, people_named({"a", "b", "c", "d", "e"}));
  const Error error = failure([&] { load(Mode::replace, people_named({"a", "b", "c"})); });
  EXPECT_EQ(error.kind(), ErrorKind::policy) << error.what();
  EXPECT_THAT(error.what(), HasSubstr("3 rows would take the place of 5, 40.0 % fewer; max_shrink is 20 %"));
  EXPECT_EQ(world_->query("SELECT COUNT(*) FROM people"), "5\n");
  load(Mode::replace, people_named({"a", "b", "c", "d"}));
  EXPECT_EQ(world_->query("SELECT COUNT(*) FROM people"), "4\n");
  spec_.max_shrink = 1;
  load(Mode::replace, {});
  EXPECT_EQ(world_->query("SELECT COUNT(*) FROM people"), "0\n");
}

TEST_P(TableContract, KeepsTheTableBefore) {
  spec_.keep_previous = "people_before";
  load(Mode::replace, people_named({"first"}));
  EXPECT_EQ(world_->tables(), "people\n") << "there was no table before";
  for (const char* name : {"second", "third"}) load(Mode::replace, people_named({name}));
  EXPECT_EQ(people(), "third|1|2017-02-02\n");
  EXPECT_EQ(world_->query("SELECT name, active, seen FROM people_before"), "second|1|2017-02-02\n");
  EXPECT_EQ(world_->tables(), "people\npeople_before\n");
  EXPECT_EQ(world_->query("SELECT kept_as FROM counterpart_runs ORDER BY seq"),
            "NULL\npeople_before\npeople_before\n");
}

TEST_P(TableContract, LeavesTheKeptTableWhenAbandoned) {
  spec_.keep_previous = "people_before";
  for (const char* name : {"first", "second"}) load(Mode::replace, people_named({name}));
  {
    const auto sink = open(Mode::replace);
    push(*sink, people_named({"third"}));
    sink->prepare();
  }
  EXPECT_EQ(people(), "second|1|2017-02-02\n");
  EXPECT_EQ(world_->query("SELECT name FROM people_before"), "first\n");
  EXPECT_EQ(world_->tables(), "people\npeople_before\n");
}

TEST_P(TableContract, NeverTakesAnotherTableForTheOneThatItKept) {
  load(Mode::replace, people_named({"Ada"}));
  world_->run("CREATE TABLE customers (name VARCHAR(50))");
  spec_.keep_previous = "customers";
  const Error error = failure([&] { open(Mode::replace); });
  EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
  EXPECT_THAT(error.what(), HasSubstr("'customers'"));
  EXPECT_FALSE(error.hint().empty());
  EXPECT_EQ(world_->tables(), "customers\npeople\n");
}

TEST_P(TableContract, WritesARowForEachRunThatLoadedATable) {
  load(Mode::upsert, people_named({"Ada"}));
  load(Mode::upsert, people_named({"Ada", "Bob"}));
  load(Mode::append, people_named({"Cy"}));
  load(Mode::replace, people_named({"Di"}));
  EXPECT_EQ(world_->query(kRuns),
            "run-1|people|published|upsert|1|1\nrun-2|people|published|upsert|2|2\n"
            "run-3|people|published|append|1|3\nrun-4|people|published|replace|1|1\n");
  EXPECT_EQ(world_->query("SELECT DISTINCT job, job_digest, as_of, program_version FROM counterpart_runs"),
            "job.toml|0123456789abcdef|2017-02-02|0.1.0\n");
}

TEST_P(TableContract, WritesNoRowForARunThatDidNot) {
  load(Mode::upsert, people_named({"Ada"}));
  for (const Mode mode : kModes) {
    const auto sink = open(mode);
    push(*sink, people_named({"Bob"}));
    sink->prepare();
  }
  EXPECT_EQ(world_->query("SELECT run_id FROM counterpart_runs"), "run-1\n");
}

TEST_P(TableContract, DigestsTheRowsInTheirOrder) {
  load(Mode::replace, people_named({"Ada", "Bob"}));
  load(Mode::replace, people_named({"Ada", "Bob"}));
  load(Mode::replace, people_named({"Bob", "Ada"}));
  EXPECT_EQ(world_->query("SELECT COUNT(*), COUNT(DISTINCT rows_digest) FROM counterpart_runs"), "3|2\n");
  EXPECT_EQ(
      world_->query("SELECT a.rows_digest = b.rows_digest FROM counterpart_runs a, counterpart_runs b WHERE "
                    "a.run_id = 'run-1' AND b.run_id = 'run-2'"),
      "1\n");
}

TEST_P(TableContract, TellsWhatIsLoadedAndByWhom) {
  EXPECT_FALSE(status().exists);
  EXPECT_EQ(status("run-1").loaded_by_run, std::optional(false));
  load(Mode::replace, people_named({"Ada"}));
  load(Mode::append, people_named({"Bob"}));
  world_->run("DELETE FROM people");
  const TableStatus now = status("run-1");
  EXPECT_TRUE(now.exists);
  EXPECT_EQ(now.rows, 0U);
  EXPECT_THAT(now.place, testing::StartsWith("table people in "));
  ASSERT_TRUE(now.latest && now.asked);
  EXPECT_EQ(now.latest->run.id, "run-2");
  EXPECT_EQ(now.latest->mode, "append");
  EXPECT_EQ(now.latest->rows, 1U);
  EXPECT_EQ(now.latest->rows_after, 2U);
  EXPECT_EQ(now.latest->run.as_of, "2017-02-02");
  EXPECT_EQ(now.latest->run.started_at, "2017-02-02T03:04:05.000006Z");
  EXPECT_THAT(now.latest->finished_at, testing::MatchesRegex("20..-..-..T..:..:...*Z"));
  EXPECT_EQ(now.asked->run.id, "run-1");
  EXPECT_EQ(now.loaded_by_run, std::optional(true));
  EXPECT_EQ(status("run-3").loaded_by_run, std::optional(false));
}

TEST_P(TableContract, TellsWhichRunTookTheRowsOfAnother) {
  load(Mode::append, people_named({"Ada"}));
  load(Mode::append, people_named({"Bob"}));
  EXPECT_EQ(status("run-1").loaded_by_run, std::optional(true));
  load(Mode::replace, people_named({"Cleo"}));
  load(Mode::replace, people_named({"Dan"}));
  load(Mode::append, people_named({"Eve"}));
  for (const char* run : {"run-1", "run-2"}) {
    const TableStatus taken = status(run);
    EXPECT_EQ(taken.loaded_by_run, std::optional(false)) << run;
    ASSERT_TRUE(taken.asked && taken.replaced) << run;
    EXPECT_EQ(taken.replaced->run.id, "run-3") << run;
  }
  EXPECT_EQ(status("run-3").replaced.value().run.id, "run-4");
  for (const char* run : {"run-4", "run-5"}) {
    EXPECT_EQ(status(run).loaded_by_run, std::optional(true)) << run;
    EXPECT_FALSE(status(run).replaced) << run;
  }
}

TEST_P(TableContract, TellsOfATableThatIsGone) {
  load(Mode::replace, people_named({"Ada"}));
  world_->run("DROP TABLE people");
  const TableStatus gone = status("run-1");
  EXPECT_FALSE(gone.exists);
  EXPECT_TRUE(gone.asked);
  EXPECT_EQ(gone.loaded_by_run, std::optional(false));
  load(Mode::append, people_named({"Bob"}));
  EXPECT_EQ(status("run-2").loaded_by_run, std::optional(true));
}

TEST_P(TableContract, DoesNotTakeARunThatIsNotPublishedForOneThatReplaced) {
  load(Mode::append, people_named({"Ada"}));
  const auto sink = open(Mode::replace);
  push(*sink, people_named({"Bob"}));
  sink->prepare();
  try {
    EXPECT_EQ(status("run-1").loaded_by_run, std::optional(true));
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::load_unknown) << error.what();  // SQLite lets nobody look by now
  }
}

TEST_P(TableContract, CannotTellOfARunWhileOneIsAtWork) {
  load(Mode::replace, people_named({"Ada"}));
  const auto sink = open(Mode::append);
  push(*sink, people_named({"Bob"}));
  EXPECT_EQ(status("run-1").loaded_by_run, std::optional(true));
  EXPECT_EQ(status("run-2").loaded_by_run, std::nullopt);
  sink->prepare();
  const Error error = failure([&] {
    if (!status("run-2").loaded_by_run) throw Error(ErrorKind::load_unknown, "not known");
  });
  EXPECT_EQ(error.kind(), ErrorKind::load_unknown) << error.what();
}

TEST_P(TableContract, RefusesATableOfRunsThatIsSomebodyElses) {
  world_->run("CREATE TABLE counterpart_runs (x INTEGER)");
  const Error error = failure([&] { open(Mode::replace); });
  EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
  EXPECT_THAT(error.hint(), HasSubstr("counterpart_runs"));
  EXPECT_EQ(world_->tables(), "");
}

}  // namespace
}  // namespace counterpart::test
