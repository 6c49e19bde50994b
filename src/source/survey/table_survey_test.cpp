#include "source/survey/table_survey.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "db/sqlite.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using testing::ElementsAre;

class TableSurvey : public testing::Test {
 protected:
  TableSurvey() {
    std::ofstream(folder_.path() / "crm.db").close();
    spec_.url = "sqlite:" + (folder_.path() / "crm.db").string();
  }
  void run(const std::string& sql) {
    SqliteDatabase(folder_.path() / "crm.db", SqliteDatabase::Mode::read_write, ErrorKind::internal, cancel_)
        .run(sql);
  }
  std::vector<std::string> ranked(std::string_view thing, std::size_t equal) {
    std::vector<CatalogueTable> tables = read_catalogue(spec_, cancel_);
    EXPECT_EQ(rank_tables(tables, thing), equal);
    std::vector<std::string> names;
    for (const CatalogueTable& table : tables) names.push_back(table.name);
    return names;
  }

  test::TemporaryDirectory folder_;
  CancelToken cancel_;
  DatabaseSpec spec_;
};

TEST_F(TableSurvey, KnowsTheKeysOfTables) {
  run("CREATE TABLE a(id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT UNIQUE, photo BLOB)");
  run("CREATE TABLE b(x INT, y INT, z INT, PRIMARY KEY (x, y))");
  run("CREATE VIEW c AS SELECT id, name FROM a");
  std::string found;
  for (const CatalogueTable& table : read_catalogue(spec_, cancel_)) {
    found += table.name + (table.view ? " (view):" : ":");
    for (const CatalogueColumn& column : table.columns)
      found += " " + column.name + (column.key ? " key" : "") + (column.binary ? " bytes" : "");
    found += "\n";
  }
  EXPECT_EQ(found, "a: id key code key name photo bytes\nb: x y z\nc (view): id name\n");
}

TEST_F(TableSurvey, PeopleBeforeOtherThings) {
  run("CREATE TABLE orders(id INTEGER PRIMARY KEY, total REAL)");
  run("CREATE TABLE company(id INTEGER PRIMARY KEY, name TEXT)");
  run("CREATE TABLE customer(id INTEGER PRIMARY KEY, last_name TEXT, first_name TEXT)");
  run("CREATE TABLE zz_user(id INTEGER PRIMARY KEY, last_name TEXT, first_name TEXT, email TEXT)");
  EXPECT_THAT(ranked("", 1), ElementsAre("zz_user", "customer", "company", "orders"));
}

TEST_F(TableSurvey, OfEqualsTheOneThatIsCalledAsTheOtherSide) {
  for (const char* name : {"a", "b", "user"})
    run(std::string("CREATE TABLE ") + name + "(id INTEGER PRIMARY KEY, last_name TEXT, first_name TEXT)");
  run("CREATE VIEW users_view AS SELECT * FROM a");
  EXPECT_THAT(ranked("users", 1), ElementsAre("user", "a", "b", "users_view"));
  EXPECT_THAT(ranked("", 3), ElementsAre("a", "b", "user", "users_view"));
}

TEST_F(TableSurvey, TellsWhatTheColumnsAreLike) {
  run("CREATE TABLE t(nr INTEGER PRIMARY KEY, name TEXT, born TEXT, photo BLOB)");
  run("INSERT INTO t VALUES (1, 'a', '1970-01-02', x'ff'), (2, 'b', NULL, NULL)");
  const SideSurvey survey = survey_table(spec_, read_catalogue(spec_, cancel_).front(), cancel_);
  EXPECT_EQ(std::get<DatabaseSpec>(survey.source).table, "t");
  EXPECT_EQ(survey.thing, "t");
  EXPECT_EQ(survey.records, 2u);
  ASSERT_EQ(survey.fields.size(), 3u) << "bytes are passed over";
  EXPECT_TRUE(survey.fields[0].key);
  EXPECT_EQ(survey.fields[0].given, Type::int64);
  EXPECT_EQ(survey.fields[2].meant, Type::date);
  EXPECT_EQ(survey.ids.front(), "nr");
}

TEST_F(TableSurvey, AnEmptyTableStillHasItsKey) {
  run("CREATE TABLE t(nr INTEGER PRIMARY KEY, lastname TEXT)");
  const SideSurvey survey = survey_table(spec_, read_catalogue(spec_, cancel_).front(), cancel_);
  EXPECT_EQ(survey.records, 0u);
  ASSERT_EQ(survey.fields.size(), 2u);
  EXPECT_THAT(survey.ids, ElementsAre("nr"));
}

}  // namespace
}  // namespace counterpart
