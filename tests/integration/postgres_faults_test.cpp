/// The PostgreSQL source when something is wrong, against a real server.

#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "db/postgres.hpp"
#include "support/postgres_reading.hpp"

namespace counterpart {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class PostgresFaults : public test::PostgresReading {
 protected:
  void make_table() {
    server_.run_all(database_, {"CREATE TABLE t (id int, name text)", "INSERT INTO t VALUES (1, 'x')"});
  }
};

TEST_F(PostgresFaults, SayWhatIsMissing) {
  server_.run_all(database_, {"CREATE TABLE people (id int, lastname text)"});
  EXPECT_THAT(failure(table("peeple")), HasSubstr("did you mean 'people'?"));
  want({"id", "lastnam"});
  EXPECT_THAT(failure(table("people")), HasSubstr("did you mean 'lastname'?"));
  EXPECT_THAT(failure(query("SELECT id, lastname FROM people")), HasSubstr("did you mean 'lastname'?"));
  EXPECT_THAT(failure(query("SELECT id, lastnam FROM people")), HasSubstr("42703"));
  DatabaseSpec spec = table("people");
  spec.url = server_.url("no_such_database");
  EXPECT_THAT(failure(spec), AllOf(HasSubstr("no_such_database"), HasSubstr("3D000")));
  spec.url = "postgres://u@127.0.0.1:1/d";
  EXPECT_THAT(failure(spec), HasSubstr("Connection refused"));
  spec.url = "postgres://u@localhost/d?socket=/no/such/folder";
  EXPECT_THAT(failure(spec), HasSubstr("No such file"));
}

TEST_F(PostgresFaults, NameAMissingRightBeforeTheFirstRow) {
  make_table();
  server_.run(database_, "GRANT SELECT (id) ON t TO reader");
  DatabaseSpec spec = table("t");
  spec.url = server_.url(database_, "reader");
  EXPECT_THAT(failure(spec), HasSubstr("permission denied for table t"));
  want({"id"});
  EXPECT_EQ(all(spec).size(), 1u);
}

TEST_F(PostgresFaults, CannotChangeAnything) {
  make_table();
  server_.run(database_, "CREATE SEQUENCE s");
  for (const char* sql :
       {"DELETE FROM t", "DELETE FROM t RETURNING id, name", "DROP TABLE t", "SELECT 1 AS id; DROP TABLE t",
        "WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone",
        "SELECT nextval('s') AS id, 'x' AS name", "COMMIT", "SELECT id, name INTO copy FROM t",
        "SELECT id, name FROM t FOR UPDATE", "SELECT 1 AS id, 'x' AS name) TO PROGRAM 'true' --", ""}) {
    EXPECT_NE(failure(query(sql)), "no failure") << sql;
  }
  EXPECT_EQ(server_.query(database_, "SELECT count(*), (SELECT is_called FROM s) FROM t"), "1|f\n");
}

TEST_F(PostgresFaults, ReadStatementsThatCopyCannot) {
  want({"name", "setting"});
  const auto rows = all(query("SHOW ALL"));
  EXPECT_GT(rows.size(), 100u);
  EXPECT_THAT(rows, testing::Contains(std::vector<Value>{Value::string("TimeZone"), Value::string("UTC")}));
  want({"QUERY PLAN"});
  EXPECT_FALSE(all(query("EXPLAIN SELECT 1")).empty());
}

TEST_F(PostgresFaults, TakeAnEndedConnectionForAnErrorNotForTheEnd) {
  make_large_table();
  const auto stream = open(table("t"));
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  server_.terminate_connections(database_);
  try {
    while (stream->next(batch)) {
    }
    FAIL() << "took the cut for the end";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::source);
    EXPECT_TRUE(error.retryable());
    EXPECT_THAT(error.what(), HasSubstr("postgres "));
  }
}

constexpr const char* kDivides =
    "SELECT g AS id, 'row ' || 100 / (50000 - g) AS name FROM generate_series(1, 100000) g";

TEST_F(PostgresFaults, SeeAnErrorBehindRowsOfACopy) {
  const auto stream = open(query(kDivides));
  RecordBatch batch;
  std::size_t rows = 0;
  try {
    while (stream->next(batch)) rows += batch.size();
    FAIL() << "took the error for the end";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("division by zero (error 22012)"));
  }
  EXPECT_GT(rows, 40'000u);
}

TEST_F(PostgresFaults, SeeAnErrorBehindSingleRows) {
  PostgresConnection connection(parse_postgres_url(server_.url(database_)), Secret(), ErrorKind::source,
                                cancel_);
  const auto rows = connection.stream(kDivides, 2);
  std::size_t count = 0;
  try {
    while (rows->next()) ++count;
    FAIL() << "took the error for the end";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("division by zero (error 22012)"));
  }
  EXPECT_EQ(count, 49'999u);
}

TEST_F(PostgresFaults, KeepValuesOutOfMessages) {
  server_.run_all(database_,
                  {"CREATE TABLE t (id int, name text)", "INSERT INTO t VALUES (1, 'Lovelace')",
                   "CREATE FUNCTION shout(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
                   "'no %', $1 USING DETAIL = $1; END $$"});
  for (const char* sql : {"SELECT id, name::int AS name FROM t", "SELECT id, name::date AS name FROM t",
                          "SELECT id, shout(name) AS name FROM t",
                          "SELECT id, to_tsquery(name || ' & &')::text AS name FROM t",
                          "SELECT id, nextval(name)::text AS name FROM t"}) {
    EXPECT_THAT(failure(query(sql)), AllOf(HasSubstr("withheld"), Not(HasSubstr("Lovelace")))) << sql;
  }
}

TEST_F(PostgresFaults, SeeOneMoment) {
  make_large_table();
  const auto stream = open(table("t"));
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  std::size_t count = batch.size();
  server_.run_all(database_, {"DELETE FROM t WHERE id > 5", "UPDATE t SET name = 'new'"});
  while (stream->next(batch)) {
    count += batch.size();
    ASSERT_NE(field_of(batch.record(0), 1), Value::string("new"));
  }
  EXPECT_EQ(count, 300'000u);
}

TEST_F(PostgresFaults, AreEndedByACancellation) {
  for (const char* sql : {"SELECT 1 AS id, pg_sleep(600)::text AS name",
                          "SELECT g AS id, CASE WHEN g > 5000 THEN pg_sleep(600)::text END AS name FROM "
                          "generate_series(1, 9000) g"}) {
    CancelToken cancel;
    const DatabaseSpec spec = [&] {
      DatabaseSpec made = query(sql);
      made.url = server_.url(database_);
      return made;
    }();
    std::thread canceller([&] {
      // Once the statement runs, the reader is blocked in it, or soon will be.
      server_.await_statement(database_, "pg_sleep(600)");
      cancel.cancel(ErrorKind::interrupted);
    });
    steady_clock::time_point ended;
    try {
      const auto stream = open_postgres_source(spec, SourceContext{read_, progress_, cancel, 1 << 20});
      RecordBatch batch;
      while (stream->next(batch)) {
      }
      ADD_FAILURE() << "was not cancelled";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::interrupted);
    }
    canceller.join();
    // Nor does it go on in the server.
    const auto limit = steady_clock::now() + seconds(20);
    while (server_.query("postgres", "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database_ +
                                         "'") != "0\n") {
      ASSERT_LT(steady_clock::now(), limit) << "the server still sleeps";
    }
  }
}

TEST_F(PostgresFaults, AbandonALargeResultWithoutReadingIt) {
  make_large_table();
  const auto begin = steady_clock::now();
  {
    const auto stream = open(query("SELECT a.id, b.name FROM t a CROSS JOIN t b"));
    RecordBatch batch;
    ASSERT_TRUE(stream->next(batch));
  }
  EXPECT_LT(steady_clock::now() - begin, seconds(20));
}

TEST_F(PostgresFaults, LeaveAConnectionThatOutlastsACancellation) {
  make_table();
  PostgresConnection connection(parse_postgres_url(server_.url(database_)), Secret(),
                                ErrorKind::load_rolled_back, cancel_);
  connection.begin("ISOLATION LEVEL READ COMMITTED");
  connection.run("INSERT INTO t VALUES ($1::int, $2)", {"2", "y'"});
  connection.outlast_cancellation();
  cancel_.cancel(ErrorKind::terminated);
  connection.run("COMMIT");
  EXPECT_EQ(server_.query(database_, "SELECT name FROM t WHERE id = 2"), "y'\n");
  EXPECT_FALSE(connection.lost());
  server_.terminate_connections(database_);
  try {
    connection.run("SELECT 1");
    ADD_FAILURE() << "was not ended";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
    EXPECT_TRUE(connection.lost());
  }
}

}  // namespace
}  // namespace counterpart
