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

/// The COMMIT waits when the connection goes: the server would do it later, when the program has said that
/// nothing happened. A constraint trigger stands for what makes a server wait.
TEST_F(PostgresPublication, DoesNotHappenAfterItWasGivenUp) {
  server_.run_all(database_,
                  {"CREATE TABLE gate (n int)",
                   "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE gate IN "
                   "SHARE MODE; RETURN NULL; END $$"});
  load("first");
  // Deferred until the COMMIT, since it comes after the look at what is deferred.
  run("CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON counterpart_runs DEFERRABLE INITIALLY DEFERRED FOR "
      "EACH ROW "
      "EXECUTE FUNCTION wait()");
  StatementProxy proxy(StatementProxy::Protocol::postgres, server_.port());
  const auto sink = prepared(Mode::replace, proxy);
  PostgresConnection other(parse_postgres_url(server_.url(database_)), Secret(), ErrorKind::source, cancel_);
  other.begin("ISOLATION LEVEL READ COMMITTED");
  other.run("INSERT INTO gate VALUES (1)");
  proxy.cut("COMMIT", Cut::during);
  const Error error = end(*sink);
  EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back) << error.what();
  other.run("COMMIT");
  EXPECT_EQ(names(), "first\n");
  EXPECT_EQ(runs(), "run-1|published\n");
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
