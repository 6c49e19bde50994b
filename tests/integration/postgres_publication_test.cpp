/// What becomes of a load whose COMMIT or its reply is lost.

#include <gmock/gmock.h>

#include "db/postgres.hpp"
#include "integration/postgres_table_world.hpp"
#include "support/statement_proxy.hpp"

namespace counterpart::test {
namespace {

using Cut = StatementProxy::Cut;

class PostgresPublication : public PostgresTable {
 protected:
  PostgresPublication() {
    server_.run_all(database_, {"CREATE TABLE t (name varchar(50) UNIQUE)", "INSERT INTO t VALUES ('old')"});
  }
  static constexpr Mode kModes[] = {Mode::replace, Mode::append, Mode::upsert};
  static std::string rows_after(Mode mode) { return mode == Mode::replace ? "new\n" : "new\nold\n"; }

  std::unique_ptr<RecordSink> prepared(Mode mode, const StatementProxy& proxy) {
    spec_.url = "postgres://postgres@127.0.0.1:" + std::to_string(proxy.port()) + "/" + database_;
    auto sink = open(mode);
    push(*sink, {Value::string("new")});
    sink->prepare();
    return sink;
  }
  static Error end(RecordSink& sink) {
    try {
      sink.commit();
    } catch (const Error& error) {
      EXPECT_FALSE(error.hint().empty());
      return error;
    }
    return {ErrorKind::internal, "nothing failed"};
  }
  /// Loads the row "new" with the COMMIT cut. Gives the error; of kind internal if there is none.
  Error outcome(Mode mode, Cut how, bool then_gone = false) {
    StatementProxy proxy(StatementProxy::Protocol::postgres, server_.port());
    const auto sink = prepared(mode, proxy);
    proxy.cut("COMMIT", how, then_gone);
    const Error error = end(*sink);
    EXPECT_TRUE(proxy.has_cut());
    return error;
  }
  std::string runs() { return query("SELECT run_id, state FROM counterpart_runs ORDER BY seq"); }
  /// Asks the server itself.
  TableStatus status(const std::string& run_id) {
    spec_.url = server_.url(database_);
    return table_status(spec_, run_id, cancel_);
  }
  void reset() {
    server_.run_all(database_,
                    {"DELETE FROM t", "INSERT INTO t VALUES ('old')", "DELETE FROM counterpart_runs"});
  }
};

TEST_F(PostgresPublication, IsDoneIfOnlyTheReplyWasLost) {
  for (const Mode mode : kModes) {
    const Error error = outcome(mode, Cut::after);
    EXPECT_EQ(error.kind(), ErrorKind::internal) << error.what();
    EXPECT_EQ(names(), rows_after(mode));
    EXPECT_EQ(runs(), spec_.run.id + "|published\n");
    reset();
  }
}

TEST_F(PostgresPublication, IsRolledBackIfTheCommitWasLost) {
  for (const Mode mode : kModes) {
    const Error error = outcome(mode, Cut::before);
    EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back) << error.what();
    EXPECT_EQ(names(), "old\n");
    EXPECT_EQ(runs(), "");
  }
}

TEST_F(PostgresPublication, IsUnknownIfTheServerStaysAway) {
  for (const Cut how : {Cut::before, Cut::after}) {
    const Error error = outcome(Mode::append, how, true);
    EXPECT_EQ(error.kind(), ErrorKind::load_unknown) << error.what();
    EXPECT_THAT(error.hint(), testing::HasSubstr("counterpart status"));
    EXPECT_THAT(error.hint(), testing::HasSubstr(spec_.run.id));
    // The server knows.
    EXPECT_EQ(status(spec_.run.id).loaded_by_run, std::optional(how == Cut::after));
    EXPECT_EQ(names(), how == Cut::after ? rows_after(Mode::append) : "old\n");
    reset();
  }
}

/// The server does not notice that the connection is gone: its transaction would stay open, and could still
/// be committed by what is on its way.
TEST_F(PostgresPublication, DoesNotHappenAfterItWasGivenUp) {
  const Error error = outcome(Mode::replace, Cut::held);
  EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back) << error.what();
  EXPECT_EQ(names(), "old\n");
  EXPECT_EQ(query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), "0\n");
}

/// The COMMIT waits for a standby when the connection goes: the rows are on the server's disk, and when the
/// waiting session is ended, they are there for all.
TEST_F(PostgresPublication, IsDoneIfTheCommitWaitedForAStandby) {
  server_.run("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  server_.run("postgres", "SELECT pg_reload_conf()");
  const Error error = outcome(Mode::replace, Cut::during);
  server_.run("postgres", "ALTER SYSTEM RESET synchronous_standby_names");
  server_.run("postgres", "SELECT pg_reload_conf()");
  EXPECT_EQ(error.kind(), ErrorKind::internal) << error.what();
  EXPECT_EQ(names(), "new\n");
}

TEST_F(PostgresPublication, IsFoundWhenAnotherRunIsAtWorkAlready) {
  StatementProxy proxy(StatementProxy::Protocol::postgres, server_.port());
  const auto sink = prepared(Mode::append, proxy);
  server_.terminate_connections(database_);
  spec_.url = server_.url(database_);
  const auto other = open(Mode::append);
  const Error error = end(*sink);
  EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back) << error.what();
  other->prepare();
  other->commit();
  EXPECT_EQ(names(), "old\n");
}

TEST_F(PostgresPublication, IsRolledBackWhenItsSessionIsEnded) {
  for (const bool is_prepared : {false, true}) {
    const auto sink = open();
    push(*sink, {Value::string("new")});
    if (is_prepared) sink->prepare();
    server_.terminate_connections(database_);
    const std::string message = failure([&] {
      if (!is_prepared) sink->prepare();
      sink->commit();
    });
    EXPECT_THAT(message, testing::HasSubstr("run again"));
    EXPECT_EQ(names(), "old\n");
  }
}

TEST_F(PostgresPublication, OfANewTableIsFoundTheSameWay) {
  run("DROP TABLE t");
  spec_.keep_previous = "t_before";
  for (int i = 0; i < 2; ++i) EXPECT_EQ(outcome(Mode::replace, Cut::after).kind(), ErrorKind::internal);
  EXPECT_EQ(names() + query("SELECT name FROM t_before"), "new\nnew\n");
  EXPECT_EQ(runs(), "run-1|published\nrun-2|published\n");
}

}  // namespace
}  // namespace counterpart::test
