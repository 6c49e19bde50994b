#include "contract/table_contract.hpp"

#include <gmock/gmock.h>

#include "record/record.hpp"

namespace counterpart::test {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(TableContract);

namespace {

using Mode = TableSpec::Mode;

constexpr std::size_t kManyRows = 2'345;

constexpr Mode kModes[] = {Mode::replace, Mode::append, Mode::upsert};

}  // namespace

std::vector<Value> person(std::string_view name, bool active) {
  return {Value::string(name), Value::boolean(active), Value::date(17199)};
}

TableContract::TableContract() {
  using Kind = ColumnType::Kind;
  spec_.url = world_->url();
  spec_.table = "people";
  spec_.columns = {{"name", {Kind::varchar, 50}}, {"active", {Kind::boolean, 0}}, {"seen", {Kind::date, 0}}};
  spec_.run = {"", "job.toml", "0123456789abcdef", "2017-02-02", "2017-02-02T03:04:05.000006Z", "0.1.0"};
}

std::unique_ptr<RecordSink> TableContract::open(Mode mode) {
  spec_.mode = mode;
  spec_.key.clear();
  if (mode == Mode::upsert) spec_.key = {"name"};
  spec_.run.id = "run-" + std::to_string(++runs_);
  return open_table(spec_, cancel_);
}

void TableContract::push(RecordSink& sink, const std::vector<std::vector<Value>>& rows) {
  RecordBatch batch;
  for (const auto& row : rows) {
    for (const Value& value : row) append_value(batch.arena(), value);
    batch.end_record();
  }
  sink.push(batch);
}

void TableContract::load(Mode mode, const std::vector<std::vector<Value>>& rows) {
  const auto sink = open(mode);
  push(*sink, rows);
  sink->prepare();
  sink->commit();
}

TEST_P(TableContract, MakesTheTableAndKeepsValuesExactly) {
  load(Mode::replace, {person("Zo\xC3\xAB \xF0\x9F\x98\x80 'x' \\", true),
                       person("", false),
                       {Value::null(), Value::null(), Value::null()}});
  EXPECT_EQ(people(), "Zo\xC3\xAB \xF0\x9F\x98\x80 'x' \\|1|2017-02-02\n|0|2017-02-02\nNULL|NULL|NULL\n");
  EXPECT_EQ(world_->tables(), "people\n");
}

TEST_P(TableContract, TakesManyRowsInOrder) {
  const std::vector<std::vector<Value>> rows(kManyRows, person("Ada", true));
  const auto sink = open(Mode::replace);
  push(*sink, rows);
  push(*sink, {});
  push(*sink, {person("last", false)});
  sink->prepare();
  sink->commit();
  EXPECT_EQ(world_->query("SELECT COUNT(*), MAX(id) FROM people"),
            std::to_string(kManyRows + 1) + "|" + std::to_string(kManyRows + 1) + "\n");
  EXPECT_EQ(world_->query("SELECT name FROM people WHERE id = " + std::to_string(kManyRows + 1)), "last\n");
}

TEST_P(TableContract, ReplacesAllRows) {
  load(Mode::replace, {person("Ada", true), person("Bob", true)});
  load(Mode::replace, {person("Cy", false)});
  EXPECT_EQ(people(), "Cy|0|2017-02-02\n");
  EXPECT_EQ(world_->tables(), "people\n");
}

TEST_P(TableContract, ReplacesByNothingWhenNoRowCame) {
  load(Mode::replace, {person("Ada", true)});
  load(Mode::replace, {});
  EXPECT_EQ(people(), "");
}

TEST_P(TableContract, AppendsToWhatIsThere) {
  load(Mode::append, {person("Ada", true)});
  load(Mode::append, {person("Bob", false)});
  EXPECT_EQ(people(), "Ada|1|2017-02-02\nBob|0|2017-02-02\n");
  EXPECT_EQ(world_->tables(), "people\n");
}

TEST_P(TableContract, LeavesTheTargetAloneUntilCommit) {
  load(Mode::replace, {person("Ada", true)});
  world_->run("CREATE UNIQUE INDEX by_name ON people (name)");
  for (const Mode mode : kModes) {
    for (const bool prepared : {false, true}) {
      const auto sink = open(mode);
      push(*sink, {person("Bob", true)});
      if (prepared) sink->prepare();
    }
  }
  EXPECT_EQ(people(), "Ada|1|2017-02-02\n");
  EXPECT_EQ(world_->tables(), "people\n");
}

TEST_P(TableContract, LeavesNothingOfANewTableWhenAbandoned) {
  for (const Mode mode : kModes) {
    {
      const auto sink = open(mode);
      push(*sink, {person("Ada", true)});
      sink->prepare();
    }
    EXPECT_EQ(world_->tables(), "");
  }
}

TEST_P(TableContract, LetsOnlyOneRunIn) {
  for (const Mode mode : kModes) {
    spec_.table = "people_" + std::to_string(static_cast<int>(mode));
    const auto first = open(mode);
    for (const Mode other : kModes) EXPECT_EQ(failure([&] { open(other); }).kind(), GetParam().second_sink);
    push(*first, {person("Ada", true)});
    first->prepare();
    EXPECT_EQ(failure([&] { open(Mode::append); }).kind(), GetParam().second_sink);
    first->commit();
    EXPECT_EQ(world_->query("SELECT name FROM " + spec_.table), "Ada\n");
  }
}

TEST_P(TableContract, RefusesATargetWithoutAColumnBeforeAnythingIsRead) {
  world_->run("CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(50), aktive INTEGER, seen DATE)");
  const Error error = failure([&] { open(Mode::replace); });
  EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
  EXPECT_THAT(error.what(), testing::HasSubstr("did you mean 'aktive'?"));
  EXPECT_FALSE(error.hint().empty());
}

TEST_P(TableContract, RollsBackWhenTheTargetRefusesARow) {
  world_->run(
      "CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(50) UNIQUE, active INTEGER, seen DATE)");
  world_->run("INSERT INTO people VALUES (1, 'Ada', 1, '2017-02-02')");
  for (const Mode mode : {Mode::replace, Mode::append}) {
    const Error error = failure([&] { load(mode, {person("Lovelace", true), person("Lovelace", true)}); });
    EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
    EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("Lovelace")));
    EXPECT_EQ(people(), "Ada|1|2017-02-02\n");
  }
  EXPECT_EQ(world_->tables(), "people\n");
}

TEST_P(TableContract, StopsWhenCancelledAndLeavesTheTarget) {
  load(Mode::replace, {person("Ada", true)});
  {
    const auto sink = open(Mode::replace);
    push(*sink, {person("Bob", true)});
    cancel_.cancel(ErrorKind::terminated);
    EXPECT_EQ(failure([&] { push(*sink, {person("Cy", true)}); }).kind(), ErrorKind::terminated);
  }
  EXPECT_EQ(people(), "Ada|1|2017-02-02\n");
  EXPECT_EQ(world_->tables(), "people\n");
}

TEST_P(TableContract, SaysWhereTheRowsAre) {
  EXPECT_THAT(open(Mode::replace)->place(), testing::StartsWith("table people in "));
}

}  // namespace counterpart::test
