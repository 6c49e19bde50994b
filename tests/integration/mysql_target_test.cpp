/// What a MySQL table has to be, and an account to have, before anything is read for it.

#include <gmock/gmock.h>

#include "integration/mysql_table_world.hpp"
#include "support/mysql_tables.hpp"

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

/// Of a job's column without a type too, and on both ways of rows.
TEST_F(MysqlTable, RefusesUntypedTextsThatTheServerDoesNotGiveBack) {
  server_.run_all(database_, {"CREATE TABLE t (name CHAR(5) COLLATE utf8mb4_bin NOT NULL UNIQUE, v CHAR(5))",
                              "INSERT INTO t VALUES ('old', 'old')"});
  spec_.columns = {{"name", {Kind::varchar, 5}}, {"v", {Kind::any, 0}}};
  const auto refuse_all = [this] {
    for (const Mode mode : {Mode::replace, Mode::append, Mode::upsert}) {
      spec_.key.clear();
      if (mode == Mode::upsert) spec_.key = {"name"};
      EXPECT_THAT(failure({Value::string("a"), Value::string("x  ")}, mode),
                  testing::HasSubstr("gives other texts back"));
      EXPECT_EQ(server_.query(database_, "SELECT * FROM t"), "old|old\n");
    }
  };
  refuse_all();
  const MysqlWithoutLocal without;
  refuse_all();
}

/// Whatever has no type in the job comes back as the text that was sent.
TEST_F(MysqlTable, TakesUntypedValuesOfEveryKind) {
  spec_.columns = {{"v", {Kind::any, 0}}};
  const auto load_all = [this] {
    server_.run_all(database_, {"DROP TABLE IF EXISTS t", "CREATE TABLE t (v CHAR(30))"});
    const auto sink = open(Mode::append);
    for (const Value& value :
         {Value::null(), Value::boolean(true), Value::int64(INT64_MIN), Value::float64(0.1 + 0.2),
          Value::float64(-0.0), Value::float64(1e300), Value::string(""), Value::string("x"),
          Value::date(17199), Value::timestamp(1)})
      push(*sink, {value});
    sink->prepare();
    sink->commit();
    EXPECT_EQ(server_.query(database_, "SELECT v FROM t"),
              "NULL\n1\n-9223372036854775808\n0.30000000000000004\n0\n1e300\n\nx\n2017-02-02\n1970-01-01 "
              "00:00:00.000001\n");
  };
  load_all();
  const MysqlWithoutLocal without;
  load_all();
}

/// The server would round a double that it is to make a text of that is too long for its column.
TEST_F(MysqlTable, RefusesNumbersThatAreTooLongForAColumnOfTexts) {
  server_.run(database_, "CREATE TABLE t (v VARCHAR(5))");
  for (const Kind kind : {Kind::any, Kind::real}) {
    spec_.columns = {{"v", {kind, 0}}};
    EXPECT_THAT(failure({Value::float64(0.123456789)}), testing::HasSubstr("Data truncated"));
    const MysqlWithoutLocal without;
    EXPECT_THAT(failure({Value::float64(0.123456789)}), testing::HasSubstr("error 1406"));
  }
}

TEST_F(MysqlTable, RefusesAGeneratedColumn) {
  spec_.columns = {{"name", {Kind::varchar, 5}}, {"v", {Kind::integer, 0}}};
  for (const char* how : {"STORED", "VIRTUAL"}) {
    server_.run_all(database_,
                    {"DROP TABLE IF EXISTS t",
                     std::string("CREATE TABLE t (name VARCHAR(5) COLLATE utf8mb4_bin NOT NULL UNIQUE, v INT "
                                 "AS (7) ") +
                         how + ")"});
    for (const Mode mode : {Mode::replace, Mode::append, Mode::upsert}) {
      spec_.mode = mode;
      spec_.key.clear();
      if (mode == Mode::upsert) spec_.key = {"name"};
      try {
        open(mode);
        FAIL() << how << " was opened";
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
        EXPECT_THAT(error.what(), testing::HasSubstr("'v' is generated by the server")) << how;
      }
    }
  }
}

TEST_F(MysqlTable, LeavesGeneratedColumnsToTheServer) {
  server_.run(database_,
              "CREATE TABLE t (name VARCHAR(50), length INT AS (LENGTH(name)) STORED, loud VARCHAR(50) AS "
              "(UPPER(name)) VIRTUAL, made VARCHAR(9) NOT NULL DEFAULT (CONCAT('a', 'b')))");
  for (const Mode mode : {Mode::replace, Mode::append}) load({Value::string("Ada")}, mode);
  EXPECT_EQ(server_.query(database_, "SELECT * FROM t"), "Ada|3|ADA|ab\nAda|3|ADA|ab\n");
  spec_.columns.push_back({"made", {Kind::any, 0}});
  load({Value::string("Ada"), Value::string("c")});
  EXPECT_EQ(server_.query(database_, "SELECT * FROM t"), "Ada|3|ADA|c\n");
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
      "CREATE TABLE t (whole INT, narrow FLOAT, short DATETIME, exact DATETIME(6), wide BIGINT, free TEXT, "
      "cents DOUBLE(10,2), thin FLOAT(10,2), few DECIMAL(10,2), big DOUBLE UNSIGNED, millis TIMESTAMP(3) "
      "NULL, "
      "day DATE, bits BIT(8), years YEAR)");
  const auto refusal = [this](const char* column, Kind kind) {
    spec_.columns = {{column, {kind, 20}}};
    const std::string message = failure({Value::null()});
    return message.find("without a word") != std::string::npos;
  };
  EXPECT_TRUE(refusal("whole", Kind::real));
  EXPECT_TRUE(refusal("narrow", Kind::real));
  EXPECT_TRUE(refusal("cents", Kind::real));
  EXPECT_TRUE(refusal("thin", Kind::real));
  EXPECT_TRUE(refusal("few", Kind::real));
  EXPECT_TRUE(refusal("big", Kind::bigint));
  EXPECT_TRUE(refusal("bits", Kind::integer));
  EXPECT_TRUE(refusal("years", Kind::integer));
  EXPECT_TRUE(refusal("short", Kind::timestamp));
  EXPECT_TRUE(refusal("millis", Kind::timestamp));
  EXPECT_TRUE(refusal("day", Kind::timestamp));
  EXPECT_TRUE(refusal("wide", Kind::any));
  EXPECT_TRUE(refusal("wide", Kind::varchar));
  EXPECT_FALSE(refusal("exact", Kind::timestamp));
  EXPECT_FALSE(refusal("whole", Kind::bigint));
  EXPECT_FALSE(refusal("free", Kind::any));
  EXPECT_FALSE(refusal("big", Kind::real));
  EXPECT_FALSE(refusal("few", Kind::bigint));
}

TEST_F(MysqlTable, SaysWhatAColumnThatRoundsShouldBe) {
  server_.run(database_, "CREATE TABLE t (v DOUBLE(10,2))");
  spec_.columns = {{"v", {Kind::real, 0}}};
  for (const Mode mode : {Mode::replace, Mode::append}) {
    try {
      open(mode);
      FAIL() << "was opened";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("'v' is double(10,2)"));
      EXPECT_THAT(error.hint(), testing::HasSubstr("make it DOUBLE in place of double(10,2)"));
    }
  }
}

/// What fits the type of a column and not the value is found by the strict session.
TEST_F(MysqlTable, RefusesNumbersAndInstantsBeyondTheirColumn) {
  const auto refusal = [this](const char* type, Kind kind, Value value) {
    server_.run_all(database_, {"DROP TABLE IF EXISTS t", std::string("CREATE TABLE t (v ") + type + ")"});
    spec_.columns = {{"v", {kind, 0}}};
    for (const Mode mode : {Mode::replace, Mode::append})
      EXPECT_THAT(failure({value}, mode), testing::HasSubstr("error 12")) << type;
  };
  const auto refuse_all = [&] {
    refusal("DECIMAL(5,2)", Kind::integer, Value::int64(1000));
    refusal("DECIMAL(18)", Kind::bigint, Value::int64(INT64_MAX));
    refusal("TINYINT UNSIGNED", Kind::integer, Value::int64(-1));
    refusal("MEDIUMINT", Kind::bigint, Value::int64(1 << 23));
    refusal("DOUBLE UNSIGNED", Kind::real, Value::float64(-1));
    refusal("TIMESTAMP(6) NULL", Kind::timestamp, Value::timestamp(-1));
    refusal("TIMESTAMP NULL", Kind::date, Value::date(-1));
  };
  refuse_all();
  const MysqlWithoutLocal without;
  refuse_all();
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
