/// The PostgreSQL source against a real server: values, names, order.

#include <gmock/gmock.h>

#include "base/calendar.hpp"
#include "support/postgres_reading.hpp"

namespace counterpart {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class PostgresSource : public test::PostgresReading {};

TEST_F(PostgresSource, GivesEachTypeExactly) {
  server_.run_all(
      database_,
      {"CREATE TYPE mood AS ENUM ('sad', 'happy')", "CREATE DOMAIN code AS int CHECK (VALUE > 0)",
       "CREATE TABLE t (id bigint, small smallint, number oid, real float4, double float8, day date, at "
       "timestamp, stamp timestamptz, clock time, flag boolean, word varchar(9), key uuid, part name, domain "
       "code)",
       "SET TimeZone = 'Asia/Tokyo'",
       "INSERT INTO t VALUES (9223372036854775807, -32768, 4294967295, 0.1, 0.1, '2017-02-02', '2017-02-02 "
       "03:04:05.000006', '2017-02-02 09:00:00.5', '01:02:03.5', true, 'wörd', "
       "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'n', 7)"});
  want({"id", "small", "number", "real", "double", "day", "at", "stamp", "clock", "flag", "word", "key",
        "part", "domain"});
  const auto rows = all(table("t"));
  ASSERT_EQ(rows.size(), 1u);
  const std::int64_t midnight = 17199LL * 86'400 * 1'000'000;
  EXPECT_EQ(rows[0],
            (std::vector<Value>{Value::int64(INT64_MAX), Value::int64(-32768), Value::int64(4294967295),
                                Value::float64(0.1), Value::float64(0.1), Value::date(17199),
                                Value::timestamp(midnight + ((3 * 60 + 4) * 60 + 5) * 1'000'000LL + 6),
                                Value::timestamp(midnight + 500'000), Value::string("01:02:03.5"),
                                Value::boolean(true), Value::string("w\xC3\xB6rd"),
                                Value::string("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), Value::string("n"),
                                Value::int64(7)}));
}

TEST_F(PostgresSource, GivesWhatHasNoTypeHereAsTheServersText) {
  const std::string values =
      "1 AS id, 'happy'::mood AS e, ARRAY[1, NULL, 3] AS a, '{\"k\": 1}'::json AS j, '{\"k\":1}'::jsonb AS "
      "b, "
      "interval '1 day 02:00' AS i, inet '10.0.0.1' AS address, cidr '10.0.0.0/8' AS net, B'0101' AS bits, "
      "'x'::\"char\" "
      "AS letter, int4range(1, 5) AS range, point(1, 2) AS place, xml '<a/>' AS x, "
      "timetz "
      "'01:02:03+02' AS tz, ARRAY[0.1::float8] AS floats, NULL::inet AS nothing, '\\x6162'::bytea AS bytes";
  server_.run(database_, "CREATE TYPE mood AS ENUM ('sad', 'happy')");
  server_.run(database_, "CREATE VIEW v AS SELECT " + values);
  want({"id", "e", "a", "j", "b", "i", "address", "net", "bits", "letter", "range", "place", "x", "tz",
        "floats", "nothing", "bytes"});
  for (const DatabaseSpec& spec : {table("v"), query("SELECT " + values)}) {
    std::vector<std::string> texts;
    const auto rows = all(spec);
    ASSERT_EQ(rows.size(), 1u);
    for (const Value& value : rows[0]) texts.push_back(to_text(value));
    EXPECT_THAT(texts, ElementsAre("1", "happy", "{1,NULL,3}", "{\"k\": 1}", "{\"k\": 1}", "1 day 02:00:00",
                                   "10.0.0.1", "10.0.0.0/8", "0101", "x", "[1,5)", "(1,2)", "<a/>",
                                   "01:02:03+02", "{0.1}", "", "ab"));
  }
  want({"id", "name"});
  EXPECT_EQ(all(query("SELECT 1 AS id, ROW(1, 'a') AS name")).at(0)[1], Value::string("(1,a)"));
}

TEST_F(PostgresSource, GivesDecimalsAsTheServerPrintsThem) {
  server_.run_all(
      database_,
      {"CREATE TABLE t (id int, name numeric)",
       "INSERT INTO t SELECT row_number() OVER (), v FROM unnest(ARRAY['0', '0.00', '-7.10', '1e30', "
       "'1.5e-12', "
       "'12345678901234567890.0123456789', '10000', '99999999.0001', '0.0001000', 'NaN', 'Infinity', "
       "'-Infinity']::numeric[]) v",
       "SELECT setseed(0.5)",
       "INSERT INTO t SELECT 100 + g, (random() * 10 ^ (g % 40 - 20))::numeric(60, 20) FROM "
       "generate_series(1, 500) g"});
  std::string texts;
  for (const auto& row : all(table("t"))) texts += to_text(row[0]) + "|" + to_text(row[1]) + "\n";
  EXPECT_EQ(texts, server_.query(database_, "SELECT id, name FROM t"));
  EXPECT_THAT(texts, HasSubstr("10|NaN\n"));
}

TEST_F(PostgresSource, RejectsWhatNoCalendarHereHas) {
  server_.run_all(database_,
                  {"CREATE TABLE t (id int, name date, at timestamptz, f float8)",
                   "INSERT INTO t VALUES (1, 'infinity', now(), 0), (2, '0044-03-15 BC', now(), 0), (3, "
                   "'2017-02-02', '-infinity', 0), (4, '2017-02-02', '10000-01-01 00:00+00', 0), (5, "
                   "'2017-02-02', now(), "
                   "'NaN'), (6, '9999-12-31', '0001-01-01 00:00+00', 0)"});
  want({"id", "name", "at", "f"});
  EXPECT_EQ(all(table("t")).size(), 1u);
  EXPECT_THAT(
      reasons(),
      ElementsAre("row 1: field 'name': not a valid date", "row 2: field 'name': not a valid date",
                  "row 3: field 'at': not a valid timestamp", "row 4: field 'at': not a valid timestamp",
                  "row 5: field 'f': is not a finite number"));
}

TEST_F(PostgresSource, GivesPaddedTextsWithoutTheirPads) {
  server_.run_all(database_, {"CREATE TABLE t (id char(4) PRIMARY KEY, name char(10))",
                              "INSERT INTO t VALUES ('1', ' M\xC3\xBCller'), ('2', '')"});
  for (const DatabaseSpec& spec : {table("t"), query("SELECT name, id FROM t")}) {
    EXPECT_EQ(all(spec),
              (std::vector<std::vector<Value>>{{Value::string("1"), Value::string(" M\xC3\xBCller")},
                                               {Value::string("2"), Value::string("")}}));
  }
}

TEST_F(PostgresSource, ReadsOtherEncodingsAsUtf8) {
  for (const char* encoding : {"LATIN1", "LATIN9", "WIN1252", "EUC_JP"}) {
    const std::string database = server_.fresh_database(encoding);
    const std::string name = std::string(encoding) == "EUC_JP" ? "\xE6\xBC\xA2" : "Zo\xC3\xAB";
    server_.run_all(database,
                    {"CREATE TABLE t (id int, name text)", "INSERT INTO t VALUES (1, '" + name + "')"});
    DatabaseSpec spec = table("t");
    spec.url = server_.url(database);
    EXPECT_EQ(all(spec).at(0)[1], Value::string(name)) << encoding;
  }
}

TEST_F(PostgresSource, RejectsBytesThatAreNoUtf8RowByRow) {
  const std::string ascii = server_.fresh_database("SQL_ASCII");
  server_.run_all(ascii, {"CREATE TABLE t (id int, name text)",
                          "INSERT INTO t VALUES (1, 'Ada'), (2, E'Zo\\xEB'), (3, E'Zo\\xC3\\xAB')"});
  DatabaseSpec spec = table("t");
  spec.url = server_.url(ascii);
  EXPECT_EQ(all(spec).size(), 2u);
  server_.run_all(database_,
                  {"CREATE TABLE t (id int, name bytea)", "INSERT INTO t VALUES (1, '\\xff'), (2, 'ok')"});
  EXPECT_EQ(all(table("t")), (std::vector<std::vector<Value>>{{Value::int64(2), Value::string("ok")}}));
  EXPECT_THAT(reasons(), ElementsAre("row 2: field 'name': is not valid UTF-8",
                                     "row 1: field 'name': is not valid UTF-8"));
}

TEST_F(PostgresSource, ReadsATextOfAMebibyte) {
  server_.run_all(database_,
                  {"CREATE TABLE t (id int, name text)",
                   "INSERT INTO t SELECT g, repeat(g::text, 1 << 20) FROM generate_series(1, 3) g"});
  const auto rows = all(table("t"));
  ASSERT_EQ(rows.size(), 3u);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(rows[static_cast<std::size_t>(i)][1] ==
                Value::string(std::string(1 << 20, static_cast<char>('1' + i))));
  }
}

TEST_F(PostgresSource, ReadsOverTcpToo) {
  server_.run_all(database_,
                  {"CREATE TABLE t (id int, name text)", "INSERT INTO t VALUES (1, '\xF0\x9F\x98\x80')"});
  for (const char* host : {"127.0.0.1", "localhost"}) {
    DatabaseSpec spec = table("t");
    spec.url = server_.tcp_url(database_, "postgres", host);
    EXPECT_EQ(all(spec)[0][1], Value::string("\xF0\x9F\x98\x80"));
  }
}

TEST_F(PostgresSource, MatchesTheColumnsOfAQueryByName) {
  server_.run_all(database_, {"CREATE TABLE t (a int, b text)", "INSERT INTO t VALUES (1, 'x'), (2, 'y')"});
  const std::vector<std::vector<Value>> second{{Value::int64(2), Value::string("y")}};
  EXPECT_EQ(all(query("SELECT b AS \"Name\", a AS id, a AS other, a AS other FROM t WHERE a > 1")), second);
  EXPECT_EQ(
      all(query("SELECT b AS name, a AS id, '{}'::int[] AS other, 1 AS other FROM t WHERE a > 1 -- end ;")),
      (std::vector<std::vector<Value>>{{Value::int64(2), Value::string("y")}}));
  EXPECT_EQ(all(query("SELECT a AS id, b AS name FROM t WHERE a > 1;\n ; ")), second);
  EXPECT_EQ(all(query("WITH w (id, name) AS (VALUES (2, 'y')) TABLE w")), second);
  EXPECT_EQ(all(query("(SELECT * FROM (VALUES (2, 'y')) AS v (id, name)) ORDER BY 1")), second);
}

TEST_F(PostgresSource, FindsTablesOfOtherSchemas) {
  server_.run_all(
      database_,
      {"CREATE SCHEMA crm", "CREATE TABLE crm.people (id int, name text)",
       "CREATE TABLE \"crm.people\" (id int, name text)", "CREATE TABLE \"Odd \"\"one\" (id int, name text)",
       "INSERT INTO crm.people VALUES (1, 'in crm')", "INSERT INTO \"Odd \"\"one\" VALUES (2, 'odd')"});
  EXPECT_EQ(all(table("crm.people")).size(), 0u) << "the table of the search path goes first";
  server_.run(database_, "DROP TABLE \"crm.people\"");
  EXPECT_EQ(all(table("crm.people")).at(0)[1], Value::string("in crm"));
  EXPECT_EQ(all(table("Odd \"one")).at(0)[1], Value::string("odd"));
  EXPECT_THAT(failure(table("crm.peeple")), HasSubstr("did you mean 'crm.people'?"));
}

TEST_F(PostgresSource, SelectsByACondition) {
  server_.run_all(database_,
                  {"CREATE TABLE t (id int, name text)", "INSERT INTO t VALUES (1, 'x'), (2, 'y')"});
  DatabaseSpec spec = table("t");
  spec.where = "id > 1 -- the newer ones";
  EXPECT_EQ(all(spec), (std::vector<std::vector<Value>>{{Value::int64(2), Value::string("y")}}));
}

std::string ids_in_order(const std::vector<std::vector<Value>>& rows) {
  std::string ids;
  for (const auto& row : rows) ids += to_text(row[0]) + " ";
  return ids;
}

TEST_F(PostgresSource, OrdersByTheBytesOfUtf8) {
  const std::vector<std::string> statements{"CREATE TABLE t (id int, name text)",
                                            "INSERT INTO t VALUES (1, 'Smith'), (2, E'Smith\\t'), (3, 'Smith "
                                            "'), (4, 'smith'), (5, '\xC3\x84'), (6, 'Z'), "
                                            "(7, 'A'), (8, '\xE2\x82\xAC')"};
  for (const char* encoding : {"UTF8", "WIN1252"}) {
    DatabaseSpec spec = table("t");
    const std::string database = server_.fresh_database(encoding);
    server_.run_all(database, statements);
    spec.url = server_.url(database);
    spec.ordered_by = {"name"};
    EXPECT_EQ(ids_in_order(all(spec)), "7 1 2 3 6 4 5 8 ") << encoding;
  }
}

TEST_F(PostgresSource, OrdersNumbersAsTheTextsThatKeysAreMadeOf) {
  server_.run_all(database_, {"CREATE TABLE t (id int, name char(5))",
                              "INSERT INTO t VALUES (9, 'b'), (10, 'b'), (11, 'a')"});
  DatabaseSpec spec = table("t");
  spec.ordered_by = {"name", "id"};
  EXPECT_EQ(ids_in_order(all(spec)), "11 10 9 ");
}

TEST_F(PostgresSource, PromisesUniqueIdsOnlyWhereTheServerKeepsThem) {
  server_.run_all(
      database_,
      {"CREATE TABLE a (id int PRIMARY KEY, name text)",
       "CREATE TABLE b (id varchar(9) NOT NULL UNIQUE, name text)",
       "CREATE TABLE c (id int UNIQUE, name text)", "CREATE TABLE d (id text NOT NULL, name text)",
       "CREATE UNIQUE INDEX ON d (lower(id))", "CREATE TABLE e (id int, name text, PRIMARY KEY (id, name))",
       "CREATE VIEW f AS SELECT * FROM a", "CREATE TABLE g (id int NOT NULL, name text)",
       "CREATE UNIQUE INDEX ON g (id) WHERE name IS NULL", "CREATE TABLE h (id int PRIMARY KEY, name text)",
       "CREATE TABLE h_child () INHERITS (h)",
       "CREATE TABLE i (id int PRIMARY KEY, name text) PARTITION BY RANGE (id)",
       "CREATE TABLE j (id int, name text, PRIMARY KEY (id) INCLUDE (name))"});
  std::string promised;
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"})
    promised += open(table(name))->unique_ids() ? name : "-";
  EXPECT_EQ(promised, "ab------ij");
  EXPECT_FALSE(open(query("SELECT id, name FROM a"))->unique_ids());
  read_.fields[0].type = Type::int64;
  EXPECT_FALSE(open(table("b"))->unique_ids()) << "'1' and '01' would be one number";
  EXPECT_TRUE(open(table("a"))->unique_ids());
}

}  // namespace
}  // namespace counterpart
