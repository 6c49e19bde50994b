/// The MySQL source against a real server.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "support/mysql_reading.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

class MysqlSource : public test::MysqlReading {};

TEST_F(MysqlSource, GivesEachTypeExactly) {
  server_.run_all(
      database_,
      {"CREATE TABLE t (id BIGINT UNSIGNED, f DOUBLE, d DECIMAL(30,10), day DATE, at DATETIME(6), stamp "
       "TIMESTAMP(3), flag BIT(1), "
       "bits BIT(16), e ENUM('a','b'), j JSON, bytes VARBINARY(8), y YEAR, z INT(6) ZEROFILL, clock TIME)",
       "SET time_zone = '+05:00'",
       "INSERT INTO t VALUES (18446744073709551615, 0.1, 12345678901234567890.0123456789, '2017-02-02', "
       "'2017-02-02 03:04:05.000006', '2017-02-02 05:00:00.5', 1, 258, 'b', '{\"k\": 1}', 'ab', 2017, 42, "
       "'-01:02:03')"});
  want({"id", "f", "d", "day", "at", "stamp", "flag", "bits", "e", "j", "bytes", "y", "z", "clock"});
  const auto rows = all(*open(table("t")));
  ASSERT_EQ(rows.size(), 1u);
  const std::int64_t midnight = 17199LL * 86'400 * 1'000'000;
  EXPECT_EQ(rows[0],
            (std::vector<Value>{Value::string("18446744073709551615"), Value::float64(0.1),
                                Value::string("12345678901234567890.0123456789"), Value::date(17199),
                                Value::timestamp(midnight + ((3 * 60 + 4) * 60 + 5) * 1'000'000LL + 6),
                                Value::timestamp(midnight + 500'000), Value::boolean(true), Value::int64(258),
                                Value::string("b"), Value::string("{\"k\": 1}"), Value::string("ab"),
                                Value::int64(2017), Value::int64(42), Value::string("-01:02:03")}));
}

TEST_F(MysqlSource, RejectsZeroAndImpossibleDatesEvenWithoutADeclaredType) {
  server_.run_all(database_, {"CREATE TABLE t (id INT, name DATE)",
                              "INSERT INTO t VALUES (1, '0000-00-00'), (2, '2200-00-08'), (3, NULL)"});
  EXPECT_EQ(all(*open(table("t"))).size(), 1u);
  ASSERT_EQ(rejects_.size(), 2u);
  EXPECT_EQ(rejects_[1].reason, "field 'name': not a valid date");
  EXPECT_EQ(rejects_[1].origin.text(), "row 2");
}

TEST_F(MysqlSource, ReadsLatin1TablesAsUtf8) {
  server_.run_all(database_, {"CREATE TABLE t (id INT, name VARCHAR(20)) CHARACTER SET latin1",
                              "INSERT INTO t VALUES (1, 'Zo\xC3\xAB \xE2\x82\xAC')"});
  EXPECT_EQ(all(*open(table("t")))[0][1], Value::string("Zo\xC3\xAB \xE2\x82\xAC"));
}

TEST_F(MysqlSource, ReadsOverTcpToo) {
  server_.run_all(database_,
                  {"CREATE TABLE t (id INT, name TEXT)", "INSERT INTO t VALUES (1, '\xF0\x9F\x98\x80')"});
  DatabaseSpec spec = table("t");
  spec.url = server_.tcp_url(database_);
  EXPECT_EQ(all(*open(spec))[0][1], Value::string("\xF0\x9F\x98\x80"));
}

TEST_F(MysqlSource, MatchesTheColumnsOfAQueryByName) {
  server_.run_all(database_, {"CREATE TABLE t (a INT, b TEXT)", "INSERT INTO t VALUES (1, 'x'), (2, 'y')"});
  DatabaseSpec spec;
  spec.query = "SELECT b AS Name, a AS id, a AS other, a AS other FROM t WHERE a > 1";
  EXPECT_EQ(all(*open(spec)), (std::vector<std::vector<Value>>{{Value::int64(2), Value::string("y")}}));
  spec.query = "SELECT a AS id, b AS name, b AS name FROM t";
  EXPECT_NE(failure(spec).find("more than one column"), std::string::npos);
  spec.query = "SELECT a AS id, b AS nane FROM t";
  EXPECT_NE(failure(spec).find("did you mean 'nane'?"), std::string::npos);
}

TEST_F(MysqlSource, SaysWhatIsMissing) {
  server_.run(database_, "CREATE TABLE people (id INT, lastname TEXT)");
  EXPECT_NE(failure(table("peeple")).find("did you mean 'people'?"), std::string::npos);
  want({"id", "lastnam"});
  EXPECT_NE(failure(table("people")).find("did you mean 'lastname'?"), std::string::npos);
  DatabaseSpec spec = table("people");
  spec.url = server_.url("no_such_database");
  EXPECT_THAT(failure(spec), testing::HasSubstr("no_such_database"));
}

TEST_F(MysqlSource, RefusesAWrongPasswordWithoutRepeatingIt) {
  server_.run("", "CREATE OR REPLACE USER reader@'%' IDENTIFIED BY 'right'");
  DatabaseSpec spec = table("t");
  spec.url = server_.tcp_url(database_, "reader");
  spec.password = Secret("hunter2");
  EXPECT_THAT(failure(spec), testing::AllOf(testing::HasSubstr("Access denied"),
                                            testing::Not(testing::HasSubstr("hunter2"))));
}

TEST_F(MysqlSource, CannotChangeAnything) {
  server_.run_all(database_, {"CREATE TABLE t (id INT, name TEXT)", "INSERT INTO t VALUES (1, 'x')"});
  DatabaseSpec spec;
  for (const char* query :
       {"DELETE FROM t", "DELETE FROM t RETURNING id, name", "DROP TABLE t", "SELECT 1; DROP TABLE t"}) {
    spec.query = query;
    EXPECT_NE(failure(spec), "no failure") << query;
  }
  EXPECT_EQ(server_.query(database_, "SELECT COUNT(*) FROM t"), "1\n");
}

/// A read-only transaction does not keep a user with the right FILE from that.
TEST_F(MysqlSource, WritesNoFileOnTheServer) {
  server_.run_all(database_, {"CREATE TABLE t (id INT, name TEXT)", "INSERT INTO t VALUES (1, 'x')"});
  const test::TemporaryDirectory folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  const std::string file = " '" + (folder.path() / "x").string() + "'";
  const std::string into = " INTO OUTFILE" + file;
  for (const std::string& query :
       {"SELECT id, name FROM t" + into, "SELECT id, name" + into + " FROM t",
        "SELECT id, name FROM t INTO DUMPFILE" + file, "SELECT id, name FROM t /*!" + into + " */",
        "SELECT id, name FROM t UNION SELECT 2, 'y'" + into,
        "WITH x AS (SELECT id, name FROM t) SELECT id, name FROM x" + into + " -- comment",
        "ANALYZE SELECT id, name FROM t" + into, "ANALYZE FORMAT=JSON SELECT id, name FROM t" + into,
        "SET STATEMENT max_statement_time = 9 FOR SELECT id, name FROM t" + into,
        "SET STATEMENT max_statement_time = 9 FOR ANALYZE SELECT id, name FROM t" + into,
        "BEGIN NOT ATOMIC SELECT id, name FROM t" + into + "; SELECT 1 AS id, 2 AS name; END",
        "EXECUTE IMMEDIATE \"SELECT id, name FROM t" + into + "\"",
        std::string("SELECT id, name FROM t INTO @id, @name"), std::string("CHECK TABLE t"),
        std::string("SHOW TABLES")}) {
    DatabaseSpec spec;
    spec.query = query;
    EXPECT_THAT(failure(spec), testing::HasSubstr("not one SELECT")) << query;
    EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << query;
  }
  DatabaseSpec spec = table("t");
  spec.where = "1 = 1)" + into + " -- ";
  EXPECT_NE(failure(spec), "no failure");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(MysqlSource, SendsAnyOneSelectAsItStands) {
  server_.run_all(database_, {"CREATE TABLE t (id INT, name TEXT)", "INSERT INTO t VALUES (1, 'x')"});
  for (const char* query :
       {"SELECT id, name, 1 AS z, 'INTO OUTFILE' AS z FROM t ORDER BY name LIMIT 1;",
        "WITH x AS (SELECT id, name FROM t) SELECT id, name FROM x # comment",
        "(SELECT id, name FROM t) UNION ALL (SELECT 2, 'y') ORDER BY 1 LIMIT 1",
        "SET STATEMENT max_statement_time = 9, sql_mode = 'ANSI_QUOTES' FOR SELECT id, name FROM t",
        "/* into outfile */ SELECT SQL_NO_CACHE id, name FROM t LOCK IN SHARE MODE -- comment"}) {
    DatabaseSpec spec;
    spec.query = query;
    EXPECT_EQ(all(spec), (std::vector<std::vector<Value>>{{Value::int64(1), Value::string("x")}})) << query;
  }
}

TEST_F(MysqlSource, TakesAKilledConnectionForAnErrorNotForTheEnd) {
  make_large_table();
  const auto stream = open(table("t"));
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  server_.kill_connections(database_);
  try {
    while (stream->next(batch)) {
    }
    FAIL() << "took the cut for the end";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::source);
    EXPECT_TRUE(error.retryable());
    EXPECT_THAT(error.what(), testing::HasSubstr("mysql "));
  }
}

TEST_F(MysqlSource, SeesOneMoment) {
  make_large_table();
  const auto stream = open(table("t"));
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  std::size_t count = batch.size();
  server_.run(database_, "DELETE FROM t WHERE id > 5");
  while (stream->next(batch)) count += batch.size();
  EXPECT_EQ(count, 300'000u);
}

TEST_F(MysqlSource, IsUnblockedByACancellation) {
  DatabaseSpec spec;
  spec.query = "SELECT 1 AS id, SLEEP(60) AS name";
  std::thread canceller([this] {
    // Once the sleeping query shows in the server's list, the reader is blocked in it.
    const std::string running = "SELECT COUNT(*) FROM information_schema.processlist WHERE db = '" +
                                database_ + "' AND info LIKE '%SLEEP(60)%'";
    while (server_.query("", running) == "0\n") std::this_thread::yield();
    cancel_.cancel(ErrorKind::interrupted);
  });
  const auto begin = std::chrono::steady_clock::now();
  try {
    all(*open(spec));
    ADD_FAILURE() << "was not cancelled";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
  canceller.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST_F(MysqlSource, AbandonsALargeResultWithoutReadingIt) {
  make_large_table();
  DatabaseSpec spec;
  spec.query = "SELECT a.id, b.name FROM t a CROSS JOIN t b";
  const auto begin = std::chrono::steady_clock::now();
  {
    const auto stream = open(spec);
    RecordBatch batch;
    ASSERT_TRUE(stream->next(batch));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST_F(MysqlSource, OrdersByTheBytesOfUtf8) {
  const std::string prefix(5000, 'p');
  server_.run_all(
      database_,
      {"CREATE TABLE t (id INT, name TEXT CHARACTER SET latin1 COLLATE latin1_german1_ci)",
       "INSERT INTO t VALUES (1, 'Smith'), (2, 'Smith\\t'), (3, 'Smith '), (4, 'smith'), (5, '\xC3\x84'), "
       "(6, 'Z'), (7, 'A'), (8, '\xE2\x82\xAC')",
       "INSERT INTO t VALUES (11, '" + prefix + "c'), (12, '" + prefix + "a'), (13, '" + prefix + "b')"});
  DatabaseSpec spec = table("t");
  spec.ordered_by = {"name"};
  std::string ids;
  for (const auto& row : all(*open(spec))) ids += to_text(row[0]) + " ";
  EXPECT_EQ(ids, "7 1 2 3 6 12 13 11 4 5 8 ");
}

TEST_F(MysqlSource, PromisesUniqueIdsOnlyWhereTheServerKeepsThem) {
  server_.run_all(database_, {"CREATE TABLE a (id INT PRIMARY KEY, name TEXT)",
                              "CREATE TABLE b (id VARCHAR(9) NOT NULL UNIQUE, name TEXT)",
                              "CREATE TABLE c (id INT UNIQUE, name TEXT)",
                              "CREATE TABLE d (id VARCHAR(9) NOT NULL, name TEXT, UNIQUE (id(2)))",
                              "CREATE TABLE e (id INT, name VARCHAR(9), PRIMARY KEY (id, name))",
                              "CREATE VIEW f AS SELECT * FROM a"});
  std::string promised;
  for (const char* name : {"a", "b", "c", "d", "e", "f"})
    promised += open(table(name))->unique_ids() ? name : "-";
  EXPECT_EQ(promised, "ab----");
  DatabaseSpec spec;
  spec.query = "SELECT id, name FROM a";
  EXPECT_FALSE(open(spec)->unique_ids());
}

}  // namespace
}  // namespace counterpart
