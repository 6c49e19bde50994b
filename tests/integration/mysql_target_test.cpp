/// What a MySQL table has to be, and an account to have, before anything is read for it.

#include <gmock/gmock.h>

#include "integration/mysql_table_world.hpp"

namespace counterpart::test {
namespace {

TEST_F(MysqlTable, RefusesAnEngineWithoutTransactions) {
  server_.run(database_, "CREATE TABLE t (name VARCHAR(50)) ENGINE = MyISAM");
  EXPECT_THAT(failure({Value::string("Ada")}), testing::HasSubstr("MyISAM"));
}

TEST_F(MysqlTable, RefusesAView) {
  server_.run_all(database_, {"CREATE TABLE x (name VARCHAR(50))", "CREATE VIEW t AS SELECT * FROM x"});
  EXPECT_THAT(failure({Value::string("Ada")}), testing::HasSubstr("VIEW"));
}

TEST_F(MysqlTable, RefusesToReplaceWhatTheSwapWouldLose) {
  server_.run_all(database_,
                  {"CREATE TABLE t (name VARCHAR(50) PRIMARY KEY)",
                   "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.name = UPPER(NEW.name)"});
  EXPECT_THAT(failure({Value::string("Ada")}), testing::HasSubstr("triggers"));
  server_.run_all(
      database_,
      {"DROP TRIGGER tr", "CREATE TABLE child (name VARCHAR(50), FOREIGN KEY (name) REFERENCES t (name))"});
  EXPECT_THAT(failure({Value::string("Ada")}), testing::HasSubstr("foreign keys"));
  load({Value::string("Ada")}, Mode::append);
  EXPECT_EQ(server_.query(database_, "SELECT * FROM t"), "Ada\n");
}

TEST_F(MysqlTable, RefusesAColumnThatNothingFills) {
  server_.run(database_, "CREATE TABLE t (name VARCHAR(50), other INT NOT NULL)");
  EXPECT_THAT(failure({Value::string("Ada")}), testing::HasSubstr("'other'"));
}

/// Each right but one, mode by mode; with all of them it works.
TEST_F(MysqlTable, SaysWhichRightIsMissingBeforeAnythingIsRead) {
  server_.run(database_, "CREATE TABLE t (name VARCHAR(50) COLLATE utf8mb4_bin NOT NULL UNIQUE, n INT)");
  spec_.columns.push_back({"n", {Kind::integer, 0}});
  spec_.url = server_.tcp_url(database_, "writer");
  spec_.password = Secret("pw");
  const std::vector<std::string> rights{"SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER"};
  const auto opens = [&](Mode mode, const std::string& without) {
    std::string granted;
    for (const std::string& right : rights) {
      if (right != without) granted += (granted.empty() ? "" : ", ") + right;
    }
    server_.run_all(database_, {"CREATE OR REPLACE USER writer@'%' IDENTIFIED BY 'pw'",
                                "GRANT " + granted + " ON " + database_ + ".* TO writer@'%'"});
    spec_.key.clear();
    if (mode == Mode::upsert) spec_.key = {"name"};
    try {
      open(mode);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
      EXPECT_THAT(error.what(), testing::HasSubstr("denied")) << without;
      return false;
    }
    return true;
  };
  for (const Mode mode : {Mode::replace, Mode::append, Mode::upsert}) {
    EXPECT_TRUE(opens(mode, ""));
    for (const std::string& right : rights) {
      if (right == "SELECT" || (right == "ALTER" && mode != Mode::replace)) continue;
      EXPECT_FALSE(opens(mode, right)) << right;
    }
  }
}

TEST_F(MysqlTable, RefusesTextsThatTheServerDoesNotGiveBack) {
  server_.run_all(database_, {"CREATE TABLE t (name CHAR(50))", "INSERT INTO t VALUES ('old')"});
  for (const Mode mode : {Mode::replace, Mode::append}) {
    EXPECT_THAT(failure({Value::string("Ada ")}, mode), testing::HasSubstr("gives other texts back"));
    EXPECT_EQ(server_.query(database_, "SELECT name FROM t"), "old\n");
  }
  load({Value::string("Ada")});
  load({Value::null()}, Mode::append);
  EXPECT_EQ(server_.query(database_, "SELECT name FROM t"), "Ada\nNULL\n");
}

TEST_F(MysqlTable, RefusesAColumnThatIsTooShortForTheJobsColumn) {
  server_.run(database_, "CREATE TABLE t (name VARCHAR(49))");
  EXPECT_THAT(failure({Value::string("Ada")}), testing::HasSubstr("holds 49 characters"));
}

TEST_F(MysqlTable, RefusesAKeyOfTextsWithoutALength) {
  spec_.columns = {{"name", {Kind::text, 0}}};
  spec_.key = {"name"};
  EXPECT_THAT(failure({Value::string("Ada")}, Mode::upsert), testing::HasSubstr("too long for an index"));
}

/// utf8mb4_bin is a PAD SPACE collation.
TEST_F(MysqlTable, RefusesKeysThatDifferFromThoseThereBySpacesAtTheEnd) {
  server_.run_all(database_, {"CREATE TABLE t (name VARCHAR(50) COLLATE utf8mb4_bin NOT NULL UNIQUE)",
                              "INSERT INTO t VALUES ('Ada')"});
  spec_.key = {"name"};
  try {
    load({Value::string("Ada ")}, Mode::upsert);
    FAIL() << "merged";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::policy) << error.what();
  }
  EXPECT_EQ(server_.query(database_, "SELECT CONCAT(name, '.') FROM t"), "Ada.\n");
}

TEST_F(MysqlTable, RefusesColumnsThatWouldChangeValuesWithoutAWord) {
  server_.run(
      database_,
      "CREATE TABLE t (whole INT, narrow FLOAT, short DATETIME, exact DATETIME(6), wide BIGINT, free TEXT)");
  const auto refusal = [this](const char* column, Kind kind) {
    spec_.columns = {{column, {kind, 20}}};
    const std::string message = failure({Value::null()});
    return message.find("without a word") != std::string::npos;
  };
  EXPECT_TRUE(refusal("whole", Kind::real));
  EXPECT_TRUE(refusal("narrow", Kind::real));
  EXPECT_TRUE(refusal("short", Kind::timestamp));
  EXPECT_TRUE(refusal("wide", Kind::any));
  EXPECT_TRUE(refusal("wide", Kind::varchar));
  EXPECT_FALSE(refusal("exact", Kind::timestamp));
  EXPECT_FALSE(refusal("whole", Kind::bigint));
  EXPECT_FALSE(refusal("free", Kind::any));
}

TEST_F(MysqlTable, RefusesARowThatIsLargerThanThePacketOfTheServer) {
  spec_.columns = {{"name", {Kind::text, 0}}};
  load({Value::string("old")});
  const std::string large(17 << 20, 'x');
  for (const Mode mode : {Mode::replace, Mode::append}) {
    const auto sink = open(mode);
    push(*sink, {Value::string("new")});
    try {
      push(*sink, {Value::string(large)});
      FAIL() << "was taken";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
      EXPECT_THAT(error.what(), testing::HasSubstr("row 2 of the load has 17.0 MiB"));
      EXPECT_THAT(error.hint(), testing::HasSubstr("max_allowed_packet"));
    }
  }
  EXPECT_EQ(server_.query(database_, "SELECT name FROM t"), "old\n");
}

TEST_F(MysqlTable, TakesARowThatJustFitsThePacketBehindOthers) {
  spec_.columns = {{"name", {Kind::text, 0}}};
  const std::string large((16 << 20) - 200, 'x');
  const std::string half(500'000, 'y');
  const auto sink = open();
  for (const std::string* text : {&half, &large, &half, &large}) push(*sink, {Value::string(*text)});
  sink->prepare();
  sink->commit();
  EXPECT_EQ(server_.query(database_, "SELECT LENGTH(name) FROM t ORDER BY id"),
            "500000\n16777016\n500000\n16777016\n");
}

}  // namespace
}  // namespace counterpart::test
