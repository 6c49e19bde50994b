/// What every table sink promises of `upsert`.

#include <gmock/gmock.h>

#include "contract/table_contract.hpp"

namespace counterpart::test {
namespace {

using Mode = TableSpec::Mode;
using testing::HasSubstr;

TEST_P(TableContract, UpsertMakesATableWithItsKey) {
  load(Mode::upsert, {person("Ada", true), person("Bob", true)});
  load(Mode::upsert, {person("Bob", false), person("Cy", true)});
  EXPECT_EQ(people(), "Ada|1|2017-02-02\nBob|0|2017-02-02\nCy|1|2017-02-02\n");
  EXPECT_EQ(world_->tables(), "people\n");
}

TEST_P(TableContract, UpsertKeepsWhatTheRowsDoNotHave) {
  world_->run(
      "CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, active INTEGER, seen DATE, "
      "note VARCHAR(9) DEFAULT 'new')");
  world_->run("CREATE UNIQUE INDEX by_name ON people (name)");
  if (!GetParam().make_binary.empty()) world_->run(GetParam().make_binary);
  world_->run("INSERT INTO people VALUES (5, 'Ada', 0, NULL, 'old'), (6, 'Bob', 0, NULL, 'old')");
  spec_.columns.push_back({"id", {ColumnType::Kind::integer, 0}});
  const auto sink = open(Mode::upsert);
  push(*sink, {{Value::string("Ada"), Value::boolean(true), Value::date(17199), Value::int64(5)},
               {Value::string("Cy"), Value::boolean(true), Value::null(), Value::int64(7)}});
  sink->prepare();
  sink->commit();
  EXPECT_EQ(world_->query("SELECT id, name, active, seen, note FROM people ORDER BY id"),
            "5|Ada|1|2017-02-02|old\n6|Bob|0|NULL|old\n7|Cy|1|NULL|new\n");
}

TEST_P(TableContract, UpsertTellsKeysApartByTheirBytes) {
  load(Mode::upsert, {person("M\xC3\xBCller", true), person("Muller", true), person("MULLER", true)});
  load(Mode::upsert, {person("muller", false), person("MULLER", false), person("MULLER ", false)});
  EXPECT_EQ(people(),
            "M\xC3\xBCller|1|2017-02-02\nMuller|1|2017-02-02\nMULLER|0|2017-02-02\n"
            "muller|0|2017-02-02\nMULLER |0|2017-02-02\n");
}

TEST_P(TableContract, UpsertRefusesTwoRowsOfOneKey) {
  load(Mode::upsert, {person("Ada", true)});
  const Error error = failure([&] { load(Mode::upsert, {person("Bob", true), person("Bob", false)}); });
  EXPECT_EQ(error.kind(), ErrorKind::policy) << error.what();
  EXPECT_THAT(error.what(), HasSubstr("the same key (name)"));
  EXPECT_THAT(error.what(), testing::Not(HasSubstr("Bob")));
  EXPECT_FALSE(error.hint().empty());
  EXPECT_EQ(people(), "Ada|1|2017-02-02\n");
  EXPECT_EQ(failure([&] {
              spec_.table = "new_people";
              load(Mode::upsert, {person("Bob", true), person("Bob", false)});
            }).kind(),
            ErrorKind::policy);
  EXPECT_EQ(world_->tables(), "people\n");
}

TEST_P(TableContract, UpsertRefusesARowWithoutAValueInTheKey) {
  load(Mode::upsert, {person("Ada", true)});
  const Error error = failure([&] {
    load(Mode::upsert, {{Value::null(), Value::boolean(true), Value::null()}});
  });
  EXPECT_EQ(error.kind(), ErrorKind::policy) << error.what();
  EXPECT_THAT(error.what(), HasSubstr("row 1 has no value in 'name'"));
  EXPECT_EQ(people(), "Ada|1|2017-02-02\n");
}

TEST_P(TableContract, UpsertNeedsAUniqueIndexOverExactlyTheKey) {
  world_->run("CREATE TABLE people (name VARCHAR(50), active INTEGER, seen DATE)");
  world_->run("CREATE UNIQUE INDEX wider ON people (name, active)");
  world_->run("CREATE INDEX not_unique ON people (name)");
  const Error error = failure([&] { open(Mode::upsert); });
  EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
  EXPECT_THAT(error.what(), HasSubstr("unique index"));
  EXPECT_THAT(error.hint(), HasSubstr("UNIQUE"));
}

TEST_P(TableContract, UpsertRefusesAKeyThatTakesDifferentTextsForTheSame) {
  world_->run("CREATE TABLE people (name " + GetParam().caseless_type + ", active INTEGER, seen DATE)");
  world_->run("CREATE UNIQUE INDEX by_name ON people (name)");
  const Error error = failure([&] { open(Mode::upsert); });
  EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
  EXPECT_THAT(error.what(), HasSubstr("collation"));
}

TEST_P(TableContract, UpsertTakesAKeyOfSeveralColumns) {
  const auto open_by_two = [&] {
    spec_.mode = Mode::upsert;
    spec_.key = {"seen", "name"};
    spec_.run.id = "run-" + std::to_string(++runs_);
    return open_table(spec_, cancel_);
  };
  for (const bool active : {true, false}) {
    const auto sink = open_by_two();
    push(*sink, {person("Ada", active),
                 {Value::string("Ada"), Value::boolean(active), Value::date(active ? 17200 : 17201)}});
    sink->prepare();
    sink->commit();
  }
  EXPECT_EQ(people(), "Ada|0|2017-02-02\nAda|1|2017-02-03\nAda|0|2017-02-04\n");
}

TEST_P(TableContract, UpsertIsStoppedByAnotherUniqueColumn) {
  world_->run(
      "CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, active INTEGER, seen DATE "
      "UNIQUE)");
  world_->run("CREATE UNIQUE INDEX by_name ON people (name)");
  if (!GetParam().make_binary.empty()) world_->run(GetParam().make_binary);
  world_->run("INSERT INTO people VALUES (1, 'Ada', 0, '2017-02-02')");
  const Error error = failure([&] { load(Mode::upsert, {person("Bob", true)}); });
  EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back) << error.what();
  EXPECT_EQ(people(), "Ada|0|2017-02-02\n") << "the row of another key was changed";
}

}  // namespace
}  // namespace counterpart::test
