/// Odd values of PostgreSQL columns: each comes exactly, or its record is rejected.

#include <gmock/gmock.h>

#include "support/postgres_reading.hpp"

namespace counterpart {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class PostgresValues : public test::PostgresReading {
 protected:
  /// Makes `t (id int, name TYPE)` and fills it.
  void store(const std::string& type, const std::string& rows) {
    server_.run_all(database_, {"DROP TABLE IF EXISTS t", "CREATE TABLE t (id int, name " + type + ")",
                                "INSERT INTO t VALUES " + rows});
  }
  /// What comes of the column `name` of each record that is not rejected, read as a table and as a query.
  std::vector<std::string> texts() {
    const std::vector<std::string> from_table = texts(table("t"));
    EXPECT_EQ(texts(query("SELECT * FROM t")), from_table);
    return from_table;
  }
  std::vector<std::string> texts(const DatabaseSpec& spec) {
    rejects_.clear();
    std::vector<std::string> texts;
    for (const auto& row : all(spec)) texts.push_back(to_text(row[1]));
    return texts;
  }
};

TEST_F(PostgresValues, OfDaysOutsideOfTheCalendarAreRejected) {
  store("date",
        "(1, 'infinity'), (2, '-infinity'), (3, '0001-12-31 BC'), (4, '0001-01-01'), (5, '9999-12-31'), (6, "
        "'10000-01-01'), (7, '4713-01-01 BC'), (8, NULL)");
  EXPECT_THAT(texts(), ElementsAre("0001-01-01", "9999-12-31", ""));
  std::vector<std::string> expected;
  for (const char* row : {"1", "2", "3", "6", "7"})
    expected.push_back(std::string("row ") + row + ": field 'name': not a valid date");
  EXPECT_EQ(reasons(), expected);
}

TEST_F(PostgresValues, OfInstantsOutsideOfTheCalendarAreRejected) {
  for (const char* type : {"timestamp", "timestamptz"}) {
    store(type,
          "(1, 'infinity'), (2, '-infinity'), (3, '0001-01-01 00:00+00'), (4, '9999-12-31 "
          "23:59:59.999999+00'), "
          "(5, '10000-01-01 00:00+00'), (6, '0044-03-15 12:00 BC')");
    EXPECT_THAT(texts(), ElementsAre("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z")) << type;
    EXPECT_EQ(rejects_.size(), 4u) << type;
    EXPECT_THAT(reasons()[0], "row 1: field 'name': not a valid timestamp");
  }
}

TEST_F(PostgresValues, OfInstantsAreInUtcWhateverTheDatabaseSays) {
  server_.run(database_, "ALTER DATABASE " + database_ + " SET TimeZone = 'Asia/Tokyo'");
  server_.run(database_, "ALTER DATABASE " + database_ + " SET DateStyle = 'German'");
  server_.run(database_, "ALTER DATABASE " + database_ + " SET IntervalStyle = 'iso_8601'");
  server_.run(database_, "ALTER DATABASE " + database_ + " SET bytea_output = 'escape'");
  server_.run(database_, "ALTER DATABASE " + database_ + " SET extra_float_digits = -3");
  store("timestamptz", "(1, '2017-02-02 09:00:00+09'), (2, '2017-02-02 00:00:00')");
  EXPECT_THAT(texts(), ElementsAre("2017-02-02T00:00:00Z", "2017-02-01T15:00:00Z"));
  store("timestamp", "(1, '2017-02-02 09:00:00')");
  EXPECT_THAT(texts(), ElementsAre("2017-02-02T09:00:00Z")) << "a timestamp has no zone";
  store("interval", "(1, '1 year 2 months -3 days 04:05:06.789')");
  EXPECT_THAT(texts(), ElementsAre("1 year 2 mons -3 days +04:05:06.789"));
  store("float8[]", "(1, '{0.30000000000000004, NaN, -Infinity}')");
  EXPECT_THAT(texts(), ElementsAre("{0.30000000000000004,NaN,-Infinity}"));
  store("bytea[]", "(1, ARRAY['\\x00ff'::bytea])");
  EXPECT_THAT(texts(), ElementsAre("{\"\\\\x00ff\"}"));
  store("timestamptz[]", "(1, ARRAY['2017-02-02 09:00:00+09'::timestamptz])");
  EXPECT_THAT(texts(), ElementsAre("{\"2017-02-02 00:00:00+00\"}"));
}

TEST_F(PostgresValues, OfTimesAreAsTheServerSaysThem) {
  store("time", "(1, '24:00:00'), (2, '23:59:59.999999'), (3, '00:00:00')");
  EXPECT_THAT(texts(), ElementsAre("24:00:00", "23:59:59.999999", "00:00:00"));
  store("timetz", "(1, '24:00:00+15:59'), (2, '01:02:03.5-08')");
  EXPECT_THAT(texts(), ElementsAre("24:00:00+15:59", "01:02:03.5-08"));
}

TEST_F(PostgresValues, OfFloatsAreExactOrRejected) {
  const std::vector<std::string> not_finite{"row 1: field 'name': is not a finite number",
                                            "row 2: field 'name': is not a finite number",
                                            "row 3: field 'name': is not a finite number"};
  store("float8",
        "(1, 'NaN'), (2, 'Infinity'), (3, '-Infinity'), (4, '-0'), (5, '5e-324'), (6, 0.1::float8 + 0.2)");
  EXPECT_THAT(texts(), ElementsAre("0", "5e-324", "0.30000000000000004"));
  EXPECT_EQ(reasons(), not_finite);
  store("float4", "(1, 'NaN'), (2, 'Infinity'), (3, '-Infinity'), (4, 0.1), (5, '1e-45'), (6, 16777216)");
  EXPECT_THAT(texts(), ElementsAre("0.1", "1e-45", "16777216"));
  EXPECT_EQ(reasons(), not_finite);
}

TEST_F(PostgresValues, OfDecimalsKeepAllTheirDigits) {
  const std::string nines(65, '9');
  store("numeric",
        "(1, " + nines + "." + nines + "), (2, -" + nines + "), (3, 'NaN'), (4, '-Infinity'), (5, 0.00)");
  EXPECT_THAT(texts(), ElementsAre(nines + "." + nines, "-" + nines, "NaN", "-Infinity", "0.00"));
  read_.fields[1].type = Type::float64;
  store("numeric", "(1, 'NaN'), (2, 'Infinity'), (3, 0.5)");
  EXPECT_THAT(texts(), ElementsAre("0.5"));
  EXPECT_THAT(reasons(), ElementsAre("row 1: field 'name': not a valid float64",
                                     "row 2: field 'name': not a valid float64"));
}

TEST_F(PostgresValues, OfWholeNumbersReachTheirLimits) {
  store("bigint", "(1, 9223372036854775807), (2, -9223372036854775808)");
  EXPECT_THAT(texts(), ElementsAre("9223372036854775807", "-9223372036854775808"));
  store("oid", "(1, 4294967295)");
  EXPECT_THAT(texts(), ElementsAre("4294967295"));
  store("numeric(20,0)", "(1, 18446744073709551615)");
  EXPECT_THAT(texts(), ElementsAre("18446744073709551615"));
}

TEST_F(PostgresValues, OfTextsKeepTheirSpaces) {
  store("text", "(1, 'a  '), (2, ' b'), (3, ''), (4, E'\\x01\\x7f\\n')");
  EXPECT_THAT(texts(), ElementsAre("a  ", " b", "", "\x01\x7f\n"));
  server_.run(database_, "CREATE DOMAIN padded AS char(6)");
  for (const char* type : {"char(6)", "padded"}) {
    store(type, "(1, 'a  '), (2, ' b')");
    EXPECT_THAT(texts(), ElementsAre("a", " b")) << type << ", whose spaces at the end fill it up";
  }
}

TEST_F(PostgresValues, OfBitsAndBytesAreTexts) {
  store("bit(1)", "(1, B'1')");
  EXPECT_THAT(texts(), ElementsAre("1"));
  store("bit(64)", "(1, ~B'0'::bit(64))");
  EXPECT_THAT(texts(), ElementsAre(std::string(64, '1')));
  store("varbit", "(1, B'')");
  EXPECT_THAT(texts(), ElementsAre(""));
  store("bytea", "(1, 'ab\\000c'), (2, '\\xff')");
  EXPECT_THAT(texts(), ElementsAre(std::string("ab\0c", 4)));
  EXPECT_THAT(reasons(), ElementsAre("row 2: field 'name': is not valid UTF-8"));
}

TEST_F(PostgresValues, OfOtherTypesAreTheServersTexts) {
  server_.run_all(database_, {"CREATE TYPE mood AS ENUM ('a''b', '')", "CREATE TYPE pair AS (a int, b text)",
                              "CREATE DOMAIN moods AS mood[]"});
  const std::vector<std::pair<std::string, std::vector<std::string>>> cases{
      {"mood", {"('a''b')", "a'b"}},
      {"moods", {"(ARRAY['a''b', '']::mood[])", "{a'b,\"\"}"}},
      {"pair", {"(ROW(1, 'x \"y\", z'))", "(1,\"x \"\"y\"\", z\")"}},
      {"pair[]", {"(ARRAY[ROW(1, NULL)::pair])", "{\"(1,)\"}"}},
      {"int[]", {"('[2:3]={7,NULL}')", "[2:3]={7,NULL}"}},
      {"text[]", {"(ARRAY['NULL', '{', '\\', 'a,b'])", "{\"NULL\",\"{\",\"\\\\\",\"a,b\"}"}},
      {"json", {"('{\"a\": 1e999, \"a\": \"\\u0000\"}')", "{\"a\": 1e999, \"a\": \"\\u0000\"}"}},
      {"jsonb", {"('{\"b\": 1.10, \"a\": 2}')", "{\"a\": 2, \"b\": 1.10}"}},
      {"inet", {"('192.168.0.1/24')", "192.168.0.1/24"}},
      {"inet", {"('::1')", "::1"}},
      {"macaddr", {"('08:00:2B:01:02:03')", "08:00:2b:01:02:03"}},
      {"uuid", {"('{A0EEBC99-9C0B4EF8-BB6D6BB9-BD380A11}')", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}},
      {"tsvector", {"('a b')", "'a' 'b'"}},
      {"daterange", {"('[2017-02-02,infinity)')", "[2017-02-02,infinity)"}},
      {"box", {"('(1,2),(0,0)')", "(1,2),(0,0)"}},
      {"pg_lsn", {"('16/B374D848')", "16/B374D848"}}};
  for (const auto& [type, value] : cases) {
    store(type, "(1, " + value[0] + "), (2, NULL)");
    EXPECT_THAT(texts(), ElementsAre(value[1], "")) << type;
  }
}

TEST_F(PostgresValues, OfGeneratedColumnsAreRead) {
  server_.run_all(database_,
                  {"CREATE TABLE t (id int, name text GENERATED ALWAYS AS (id::numeric || 'x') STORED)",
                   "INSERT INTO t VALUES (7)"});
  EXPECT_THAT(texts(), ElementsAre("7x"));
}

TEST_F(PostgresValues, OfSeventeenMebibytesAreReadWhole) {
  store("text", "(1, repeat('x', 17 << 20)), (2, 'y')");
  const auto rows = all(table("t"));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_TRUE(rows[0][1] == Value::string(std::string(17 << 20, 'x')));
}

TEST_F(PostgresValues, ThatUtf8CannotSayEndTheRunWithoutAWordOfThem) {
  const std::string database = server_.fresh_database("EUC_JP");
  server_.run_all(database, {"CREATE TABLE t (id int, name text)", "SET client_encoding = 'EUC_JP'",
                             "INSERT INTO t VALUES (1, 'Lovelace' || convert_from('\\xfcfc', 'EUC_JP'))"});
  DatabaseSpec spec = table("t");
  spec.url = server_.url(database);
  const std::string message = failure(spec);
  EXPECT_THAT(message, HasSubstr("22P05"));
  EXPECT_THAT(message, testing::Not(HasSubstr("Lovelace")));
}

TEST_F(PostgresValues, AreThoseOfOneMomentWhileOthersWrite) {
  make_large_table();
  const auto stream = open(table("t"));
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  std::size_t rows = batch.size();
  server_.run_all(database_, {"UPDATE t SET name = 'changed', id = -id",
                              "INSERT INTO t VALUES (1000000, 'new')", "DELETE FROM t WHERE id < -150000"});
  for (const auto& row : all(*stream)) {
    ++rows;
    ASSERT_EQ(row[1].as_string().size(), 60u);
  }
  EXPECT_EQ(rows, 300'000u);
}

}  // namespace
}  // namespace counterpart
