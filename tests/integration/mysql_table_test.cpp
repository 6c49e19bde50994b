/// The MySQL table sink against a real server: what the contract suite of table sinks does not cover.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>

#include "db/mysql.hpp"
#include "record/record.hpp"
#include "sink/sink.hpp"
#include "support/mariadb_server.hpp"

namespace counterpart {
namespace {

using Kind = ColumnType::Kind;
using Mode = TableSpec::Mode;
using test::MariadbServer;

class MysqlTable : public testing::Test {
 protected:
  std::unique_ptr<RecordSink> open(Mode mode = Mode::replace) { return open(mode, cancel_); }
  std::unique_ptr<RecordSink> open(Mode mode, CancelToken& cancel) {
    spec_.mode = mode;
    if (spec_.url.empty()) spec_.url = server_.url(database_);
    spec_.run.id = "run-" + std::to_string(++runs_);
    return open_table(spec_, cancel);
  }
  static void push(RecordSink& sink, const std::vector<Value>& row) {
    RecordBatch batch;
    for (const Value& value : row) append_value(batch.arena(), value);
    batch.end_record();
    sink.push(batch);
  }
  void load(const std::vector<Value>& row, Mode mode = Mode::replace) {
    const auto sink = open(mode);
    push(*sink, row);
    sink->prepare();
    sink->commit();
  }
  /// The message of the load_rolled_back error that the load ends with.
  std::string failure(const std::vector<Value>& row, Mode mode = Mode::replace) {
    try {
      load(row, mode);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back) << error.what();
      EXPECT_FALSE(error.hint().empty()) << error.what();
      return error.what();
    }
    return "no failure";
  }
  /// Until a RENAME TABLE of this database waits for a lock, half a minute at most.
  void await_waiting_rename() {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    const std::string sql =
        "SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'RENAME%' "
        "AND state LIKE '%metadata lock%'";
    while (server_.query(database_, sql) != "1\n") {
      ASSERT_LT(std::chrono::steady_clock::now(), limit) << "no rename";
      std::this_thread::yield();
    }
  }
  std::string tables() {
    return server_.query(database_,
                         "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() "
                         "AND table_name <> 'counterpart_runs' ORDER BY table_name");
  }

  MariadbServer& server_ = MariadbServer::instance();
  std::string database_ = server_.fresh_database();
  CancelToken cancel_;
  int runs_ = 0;
  TableSpec spec_{Mode::replace, "", Secret(), "t", {{"name", {Kind::varchar, 50}}}};
};

TEST_F(MysqlTable, StoresEveryTypeExactly) {
  spec_.columns = {{"a", {Kind::text, 0}},
                   {"b", {Kind::bigint, 0}},
                   {"c", {Kind::real, 0}},
                   {"d", {Kind::timestamp, 0}},
                   {"e", {Kind::integer, 0}}};
  const std::string large(3 << 20, 'x');
  load({Value::string(large), Value::int64(INT64_MIN), Value::float64(0.1), Value::timestamp(1'000'006),
        Value::int64(-7)});
  EXPECT_EQ(server_.query(database_, "SELECT LENGTH(a), b, c, d, e FROM t"),
            "3145728|-9223372036854775808|0.1|1970-01-01 00:00:01.000006|-7\n");
}

TEST_F(MysqlTable, ThatIsMadeTellsNamesApartByTheirBytes) {
  load({Value::string("Muller")});
  EXPECT_EQ(
      server_.query(database_, "SELECT COUNT(*) FROM t WHERE name = 'M\xC3\xBCller' OR name = 'MULLER'"),
      "0\n");
  EXPECT_EQ(server_.query(database_,
                          "SELECT engine, table_collation FROM information_schema.tables WHERE table_schema "
                          "= DATABASE() AND table_name = 't'"),
            "InnoDB|utf8mb4_bin\n");
}

TEST_F(MysqlTable, KeepsTheShapeOfTheTableThatItReplaces) {
  server_.run(database_,
              "CREATE TABLE t (name VARCHAR(50) PRIMARY KEY, loaded TIMESTAMP DEFAULT CURRENT_TIMESTAMP, "
              "note INT) COMMENT 'kept'");
  load({Value::string("Ada")});
  EXPECT_THAT(
      server_.query(database_, "SHOW CREATE TABLE t"),
      testing::AllOf(testing::HasSubstr("PRIMARY KEY (`name`)"), testing::HasSubstr("COMMENT='kept'")));
}

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

TEST_F(MysqlTable, NeverCutsOrChangesAValue) {
  spec_.columns = {{"name", {Kind::text, 0}}};
  server_.run_all(database_,
                  {"CREATE TABLE t (name VARCHAR(3) CHARACTER SET latin1)", "INSERT INTO t VALUES ('old')"});
  for (const Mode mode : {Mode::replace, Mode::append}) {
    EXPECT_THAT(failure({Value::string("Lovelace")}, mode), testing::HasSubstr("Data too long"));
    EXPECT_THAT(failure({Value::string("\xF0\x9F\x98\x80")}, mode), testing::HasSubstr("error 1366"));
  }
  EXPECT_EQ(server_.query(database_, "SELECT * FROM t"), "old\n");
  EXPECT_EQ(tables(), "t\n");
}

TEST_F(MysqlTable, StoresAZeroAsAZeroInAColumnThatCounts) {
  spec_.columns = {{"id", {Kind::integer, 0}}, {"name", {Kind::varchar, 50}}};
  server_.run(database_, "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(50))");
  load({Value::int64(7), Value::string("Bob")});
  load({Value::int64(0), Value::string("Ada")}, Mode::append);
  EXPECT_EQ(server_.query(database_, "SELECT id, name FROM t ORDER BY id"), "0|Ada\n7|Bob\n");
  load({Value::int64(0), Value::string("Ada")});
  EXPECT_EQ(server_.query(database_, "SELECT id, name FROM t"), "0|Ada\n");
}

TEST_F(MysqlTable, DropsWhatAKilledRunLeft) {
  server_.run_all(database_,
                  {"CREATE TABLE counterpart_new_t (x INT)", "CREATE TABLE counterpart_old_t (x INT)"});
  load({Value::string("Ada")});
  EXPECT_EQ(tables(), "t\n");
  EXPECT_EQ(server_.query(database_, "SELECT name FROM t"), "Ada\n");
}

TEST_F(MysqlTable, TakesNamesOfFullLength) {
  spec_.table = std::string(64, 'n');
  load({Value::string("Ada")});
  load({Value::string("Bob")});
  EXPECT_EQ(tables(), spec_.table + "\n");
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

TEST_F(MysqlTable, RollsBackWhenTheConnectionDiesBeforeThePublishing) {
  load({Value::string("old")});
  {
    const auto sink = open();
    push(*sink, {Value::string("new")});
    server_.kill_connections(database_);
    try {
      sink->prepare();
      FAIL() << "did not notice";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
    }
  }
  EXPECT_EQ(server_.query(database_, "SELECT name FROM t"), "old\n");
  EXPECT_EQ(tables(), "t\n");
}

TEST_F(MysqlTable, FindsTheOutcomeWhenTheConnectionDiesBeforeThePublishingStatement) {
  load({Value::string("old")});
  {
    const auto sink = open();
    push(*sink, {Value::string("new")});
    sink->prepare();
    server_.kill_connections(database_);
    try {
      sink->commit();
      FAIL() << "did not notice";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back) << error.what();
      EXPECT_THAT(error.hint(), testing::HasSubstr("run again"));
    }
  }
  EXPECT_EQ(server_.query(database_, "SELECT name FROM t"), "old\n");
  EXPECT_EQ(tables(), "t\n");
  EXPECT_EQ(server_.query(database_, "SELECT run_id FROM counterpart_runs"), "run-1\n");
}

TEST_F(MysqlTable, BringsAPublishingThatHasBegunToItsEnd) {
  load({Value::string("old")});
  CancelToken cancel;
  const auto sink = open(Mode::replace, cancel);
  push(*sink, {Value::string("new")});
  sink->prepare();
  // The renaming waits for this reader, so the cancellation comes in its midst.
  MysqlConnection reader(parse_mysql_url(spec_.url), Secret(), ErrorKind::source, cancel_);
  reader.run("START TRANSACTION");
  reader.rows("SELECT * FROM t");
  auto published = std::async(std::launch::async, [&sink] { sink->commit(); });
  await_waiting_rename();
  cancel.cancel(ErrorKind::interrupted);
  reader.run("COMMIT");
  EXPECT_NO_THROW(published.get());
  EXPECT_EQ(server_.query(database_, "SELECT name FROM t"), "new\n");
  EXPECT_EQ(tables(), "t\n");
}

TEST_F(MysqlTable, IsNotPublishedAfterACancellation) {
  load({Value::string("old")});
  {
    CancelToken cancel;
    const auto sink = open(Mode::replace, cancel);
    push(*sink, {Value::string("new")});
    cancel.cancel(ErrorKind::terminated);
    try {
      sink->prepare();
      FAIL() << "prepared";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::terminated);
    }
  }
  EXPECT_EQ(server_.query(database_, "SELECT name FROM t"), "old\n");
  EXPECT_EQ(tables(), "t\n");
}

TEST_F(MysqlTable, IsPublishedWithTheOthersOnceItIsPrepared) {
  load({Value::string("old")});
  CancelToken cancel;
  const auto sink = open(Mode::replace, cancel);
  push(*sink, {Value::string("new")});
  sink->prepare();
  cancel.cancel(ErrorKind::terminated);
  sink->commit();
  EXPECT_EQ(server_.query(database_, "SELECT name FROM t"), "new\n");
  EXPECT_EQ(tables(), "t\n");
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

TEST_F(MysqlTable, RunsTheDdlThatIsPrinted) {
  const std::vector<Column> columns{{"first_name", {Kind::varchar, 50}},
                                    {"order", {Kind::text, 0}},
                                    {"a`b", {Kind::timestamp, 0}},
                                    {"rank", {Kind::boolean, 0}},
                                    {"Name", {Kind::date, 0}},
                                    {"x", {Kind::real, 0}},
                                    {"y", {Kind::bigint, 0}},
                                    {"z", {Kind::varchar, 65'535}}};
  server_.run(database_, ddl(Dialect::mysql, "user_active_status", columns));
  EXPECT_EQ(server_.query(database_,
                          "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()"),
            "9\n");
}

}  // namespace
}  // namespace counterpart
