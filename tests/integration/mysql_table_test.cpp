/// The MySQL table sink against a real server: what the contract suite of table sinks does not cover.

#include <gmock/gmock.h>

#include <future>

#include "db/mysql.hpp"
#include "integration/mysql_table_world.hpp"

namespace counterpart::test {
namespace {

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

TEST_F(MysqlTable, NeverCutsOrChangesAValue) {
  spec_.columns = {{"name", {Kind::text, 0}}};
  server_.run_all(database_,
                  {"CREATE TABLE t (name VARCHAR(3) CHARACTER SET latin1)", "INSERT INTO t VALUES ('old')"});
  for (const Mode mode : {Mode::replace, Mode::append}) {
    EXPECT_THAT(failure({Value::string("Lovelace")}, mode), testing::HasSubstr("Data truncated"));
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
}  // namespace counterpart::test
