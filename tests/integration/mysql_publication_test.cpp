/// What becomes of a load whose publishing statement or its reply is lost, and what a killed run leaves.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "db/mysql.hpp"
#include "record/record.hpp"
#include "sink/sink.hpp"
#include "support/mariadb_server.hpp"
#include "support/statement_proxy.hpp"

namespace counterpart {
namespace {

using Kind = ColumnType::Kind;
using Mode = TableSpec::Mode;
using test::MariadbServer;
using test::StatementProxy;
using Cut = StatementProxy::Cut;

constexpr Mode kModes[] = {Mode::replace, Mode::append, Mode::upsert};

class MysqlPublication : public testing::Test {
 protected:
  MysqlPublication() {
    spec_.table = "t";
    spec_.columns = {{"name", {Kind::varchar, 50}}};
    server_.run_all(database_, {"CREATE TABLE t (name VARCHAR(50) COLLATE utf8mb4_bin NOT NULL UNIQUE)",
                                "INSERT INTO t VALUES ('old')"});
  }

  static const char* publishing(Mode mode) { return mode == Mode::replace ? "RENAME TABLE " : "COMMIT"; }
  static std::string rows_after(Mode mode) { return mode == Mode::replace ? "new\n" : "new\nold\n"; }

  std::unique_ptr<RecordSink> prepared(Mode mode, int port) {
    spec_.mode = mode;
    spec_.key.clear();
    if (mode == Mode::upsert) spec_.key = {"name"};
    spec_.url = "mysql://root@127.0.0.1:" + std::to_string(port) + "/" + database_;
    spec_.run.id = "run-" + std::to_string(++runs_);
    auto sink = open_table(spec_, cancel_);
    RecordBatch batch;
    append_value(batch.arena(), Value::string("new"));
    batch.end_record();
    sink->push(batch);
    sink->prepare();
    return sink;
  }
  /// Loads the row "new" with the publishing statement cut. Gives the error; of kind internal if there is
  /// none.
  Error outcome(Mode mode, Cut how, bool then_gone = false) {
    StatementProxy proxy(StatementProxy::Protocol::mysql, server_.port());
    auto sink = prepared(mode, proxy.port());
    proxy.cut(publishing(mode), how, then_gone);
    Error error(ErrorKind::internal, "nothing failed");
    try {
      sink->commit();
    } catch (const Error& failed) {
      error = failed;
    }
    EXPECT_TRUE(proxy.has_cut());
    sink.reset();
    return error;
  }
  std::string rows() { return server_.query(database_, "SELECT name FROM t ORDER BY name"); }
  std::string runs() {
    return server_.query(database_, "SELECT run_id, state FROM counterpart_runs ORDER BY seq");
  }
  std::string tables() {
    return server_.query(database_, "SHOW TABLES WHERE Tables_in_" + database_ + " <> 'counterpart_runs'");
  }
  /// Asks the server itself.
  TableStatus status(const std::string& run_id) {
    spec_.url = server_.url(database_);
    return table_status(spec_, run_id, cancel_);
  }
  void reset() {
    server_.run_all(database_,
                    {"DELETE FROM t", "INSERT INTO t VALUES ('old')", "DELETE FROM counterpart_runs"});
  }

  MariadbServer& server_ = MariadbServer::instance();
  std::string database_ = server_.fresh_database();
  CancelToken cancel_;
  int runs_ = 0;
  TableSpec spec_;
};

TEST_F(MysqlPublication, IsDoneIfOnlyTheReplyWasLost) {
  for (const Mode mode : kModes) {
    const Error error = outcome(mode, Cut::after);
    EXPECT_EQ(error.kind(), ErrorKind::internal) << error.what();
    EXPECT_EQ(rows(), rows_after(mode));
    EXPECT_EQ(runs(), spec_.run.id + "|published\n");
    EXPECT_EQ(tables(), "t\n");
    reset();
  }
}

TEST_F(MysqlPublication, IsRolledBackIfTheStatementWasLost) {
  for (const Mode mode : kModes) {
    const Error error = outcome(mode, Cut::before);
    EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back) << error.what();
    EXPECT_FALSE(error.hint().empty());
    EXPECT_EQ(rows(), "old\n");
    EXPECT_EQ(runs(), "");
    EXPECT_EQ(tables(), "t\n");
  }
}

TEST_F(MysqlPublication, IsUnknownIfTheServerStaysAway) {
  for (const Mode mode : {Mode::replace, Mode::append}) {
    for (const Cut how : {Cut::before, Cut::after}) {
      const Error error = outcome(mode, how, true);
      EXPECT_EQ(error.kind(), ErrorKind::load_unknown) << error.what();
      EXPECT_THAT(error.hint(), testing::HasSubstr("counterpart status"));
      EXPECT_THAT(error.hint(), testing::HasSubstr(spec_.run.id));
      // The server knows.
      EXPECT_EQ(status(spec_.run.id).loaded_by_run, std::optional(how == Cut::after));
      EXPECT_EQ(rows(), how == Cut::after ? rows_after(mode) : "old\n");
      reset();
    }
  }
}

TEST_F(MysqlPublication, IsSettledByTheNextRunIfItStayedUnknown) {
  outcome(Mode::replace, Cut::after, true);
  EXPECT_EQ(runs(), "run-1|prepared\n");
  prepared(Mode::upsert, server_.port());
  EXPECT_EQ(runs(), "run-1|published\n");
  reset();
  outcome(Mode::replace, Cut::before, true);
  EXPECT_EQ(runs(), "run-3|prepared\n");
  prepared(Mode::append, server_.port());
  EXPECT_EQ(runs(), "");
  EXPECT_EQ(rows(), "old\n");
  EXPECT_EQ(tables(), "t\n");
}

/// The renaming waits for a reader when the connection goes: the server would do it later, when the program
/// has said that nothing happened.
TEST_F(MysqlPublication, DoesNotHappenAfterItWasGivenUp) {
  MysqlConnection reader(parse_mysql_url(server_.url(database_)), Secret(), ErrorKind::source, cancel_);
  reader.run("START TRANSACTION");
  reader.rows("SELECT * FROM t");
  const Error error = outcome(Mode::replace, Cut::during);
  EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back) << error.what();
  reader.run("COMMIT");
  EXPECT_EQ(rows(), "old\n");
  EXPECT_EQ(runs(), "");
  EXPECT_EQ(tables(), "t\n");
}

TEST_F(MysqlPublication, OfANewTableIsFoundTheSameWay) {
  server_.run(database_, "DROP TABLE t");
  StatementProxy proxy(StatementProxy::Protocol::mysql, server_.port());
  auto sink = prepared(Mode::append, proxy.port());
  proxy.cut("RENAME TABLE `counterpart_new_t`", Cut::after);
  EXPECT_NO_THROW(sink->commit());
  EXPECT_EQ(rows(), "new\n");
  EXPECT_EQ(runs(), "run-1|published\n");
  EXPECT_EQ(tables(), "t\n");
}

TEST_F(MysqlPublication, KeepsTheTableBeforeWhenTheReplyIsLost) {
  spec_.keep_previous = "t_before";
  EXPECT_EQ(outcome(Mode::replace, Cut::after).kind(), ErrorKind::internal);
  EXPECT_EQ(tables(), "t\nt_before\n");
  EXPECT_EQ(outcome(Mode::replace, Cut::after).kind(), ErrorKind::internal);
  EXPECT_EQ(server_.query(database_, "SELECT name FROM t_before"), "new\n");
  EXPECT_EQ(tables(), "t\nt_before\n");
}

TEST_F(MysqlPublication, IsToldWhileItIsPrepared) {
  const auto sink = prepared(Mode::replace, server_.port());
  EXPECT_EQ(status("run-1").loaded_by_run, std::nullopt);
  EXPECT_FALSE(status("").latest);
  sink->commit();
  EXPECT_EQ(status("run-1").loaded_by_run, std::optional(true));
}

}  // namespace
}  // namespace counterpart
