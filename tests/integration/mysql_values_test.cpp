/// Odd values of MySQL columns: each comes exactly, or its record is rejected.

#include <gmock/gmock.h>

#include "support/mysql_reading.hpp"

namespace counterpart {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class MysqlValues : public test::MysqlReading {
 protected:
  /// Makes `t (id INT, name TYPE)` and fills it.
  void store(const std::string& type, const std::string& rows) {
    server_.run_all(database_, {"DROP TABLE IF EXISTS t", "CREATE TABLE t (id INT, name " + type + ")",
                                "INSERT IGNORE INTO t VALUES " + rows});
  }
  /// What comes of the column `name` of each record that is not rejected.
  std::vector<Value> names() {
    rejects_.clear();
    std::vector<Value> values;
    for (const auto& row : all(table("t"))) values.push_back(row[1]);
    return values;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> texts;
    for (const Value& value : names()) texts.push_back(to_text(value));
    return texts;
  }
};

TEST_F(MysqlValues, OfEveryUnicodeCharacterSetComeAsUtf8) {
  const std::string text = "Zo\xC3\xAB \xE6\xBC\xA2";
  for (const char* set : {"utf8mb4", "utf8mb3", "utf16", "utf16le", "utf32", "ucs2"}) {
    store(std::string("VARCHAR(20) CHARACTER SET ") + set, "(1, '" + text + "')");
    EXPECT_THAT(texts(), ElementsAre(text)) << set;
  }
  store("VARCHAR(20) CHARACTER SET utf16", "(1, '\xF0\x9F\x98\x80')");
  EXPECT_THAT(texts(), ElementsAre("\xF0\x9F\x98\x80"));
}

TEST_F(MysqlValues, OfOtherCharacterSetsComeAsUtf8) {
  store("VARCHAR(20) CHARACTER SET latin1", "(1, x'80939452FF'), (2, x'8190')");
  EXPECT_THAT(texts(), ElementsAre("\xE2\x82\xAC\xE2\x80\x9C\xE2\x80\x9DR\xC3\xBF", "\xC2\x81\xC2\x90"))
      << "latin1 is cp1252, with C1 for what cp1252 lacks";
  for (const auto& [set, text] :
       std::vector<std::pair<std::string, std::string>>{{"cp1250", "\u0141\u00F3d\u017A"},
                                                        {"cp1251", "\xD0\x9C\xD0\xB8\xD1\x80"},
                                                        {"greek", "\xCE\xA9"},
                                                        {"hebrew", "\xD7\xA9"},
                                                        {"sjis", "\xE6\xBC\xA2"},
                                                        {"gbk", "\xE6\xB1\x89"},
                                                        {"euckr", "\xED\x95\x9C"}}) {
    store("VARCHAR(20) CHARACTER SET " + set, "(1, '" + text + "'), (2, 'plain'), (3, NULL), (4, '?')");
    EXPECT_THAT(texts(), ElementsAre(text, "plain", "", "?")) << set;
    EXPECT_TRUE(names()[2].is_null());
  }
}

TEST_F(MysqlValues, WithoutAUnicodeCharacterAreRejectedAndNotMadeQuestionMarks) {
  for (const auto& [set, byte] : std::vector<std::pair<std::string, std::string>>{
           {"cp1250", "81"}, {"cp1251", "98"}, {"ascii", "E9"}, {"hebrew", "FC"}, {"tis620", "DB"}}) {
    store("VARCHAR(20) CHARACTER SET " + set, "(1, 'good'), (2, x'41" + byte + "42'), (3, '?')");
    EXPECT_THAT(texts(), ElementsAre("good", "?")) << set;
    EXPECT_THAT(reasons(), ElementsAre("row 2: field 'name': is not valid UTF-8")) << set;
  }
  store("ENUM('a', 'b') CHARACTER SET ascii", "(1, 'b')");
  EXPECT_THAT(texts(), ElementsAre("b"));
}

TEST_F(MysqlValues, OfBinaryColumnsHaveToBeUtf8) {
  store("BINARY(4)", "(1, 'ab'), (2, x'FF')");
  EXPECT_EQ(names(), (std::vector<Value>{Value::string(std::string_view("ab\0\0", 4))}));
  EXPECT_THAT(reasons(), ElementsAre("row 2: field 'name': is not valid UTF-8"));
  store("GEOMETRY", "(1, POINT(1, 1))");
  EXPECT_TRUE(names().empty());
  EXPECT_THAT(reasons(), ElementsAre("row 1: field 'name': is not valid UTF-8"));
}

TEST_F(MysqlValues, KeepTheirSpacesAndNuls) {
  store("VARCHAR(20)", "(1, 'a  '), (2, ' b'), (3, ''), (4, 'a\\0b'), (5, '\\0')");
  EXPECT_EQ(names(), (std::vector<Value>{Value::string("a  "), Value::string(" b"), Value::string(""),
                                         Value::string(std::string_view("a\0b", 3)),
                                         Value::string(std::string_view("\0", 1))}));
  store("CHAR(20)", "(1, 'a  '), (2, ' b')");
  EXPECT_THAT(texts(), ElementsAre("a", " b")) << "a CHAR has no spaces at its end";
}

TEST_F(MysqlValues, OfFloatsAreExact) {
  store("FLOAT",
        "(1, 0.1), (2, 1234567), (3, 16777217), (4, 3.4028235e38), (5, 1e-45), (6, -0.0e0), (7, 0.5)");
  EXPECT_EQ(names(), (std::vector<Value>{Value::float64(0.1), Value::float64(1234567),
                                         Value::float64(16777216), Value::float64(3.4028235e38),
                                         Value::float64(1e-45), Value::float64(0), Value::float64(0.5)}));
  store("FLOAT(7,2)", "(1, 12345.67), (2, 1.1)");
  EXPECT_EQ(names(), (std::vector<Value>{Value::float64(12345.67), Value::float64(1.1)}));
  store("DOUBLE", "(1, 0.1e0 + 0.2e0), (2, 1.7976931348623157e308), (3, 5e-324), (4, -0.0e0)");
  EXPECT_EQ(names(), (std::vector<Value>{Value::float64(0.1 + 0.2), Value::float64(1.7976931348623157e308),
                                         Value::float64(5e-324), Value::float64(0)}));
  store("DOUBLE(20,5) ZEROFILL", "(1, 0.1)");
  EXPECT_EQ(names(), (std::vector<Value>{Value::float64(0.1)}));
}

TEST_F(MysqlValues, OfAFloatInAQueryAreNotTakenFromSixDigits) {
  store("FLOAT", "(1, 1234567)");
  DatabaseSpec spec;
  spec.query = "SELECT id, name FROM t";
  EXPECT_THAT(failure(spec), HasSubstr("the column 'name' is a FLOAT"));
  spec.query = "SELECT id, name + 0e0 AS name FROM t";
  EXPECT_EQ(all(spec).at(0)[1], Value::float64(1234567));
  spec.query = "SELECT id, name AS other, 'x' AS name FROM t";
  EXPECT_EQ(all(spec).at(0)[1], Value::string("x")) << "a column that is not wanted";
}

TEST_F(MysqlValues, OfDecimalsKeepAllTheirDigits) {
  const std::string nines(65, '9');
  store("DECIMAL(65,0)", "(1, " + nines + "), (2, -" + nines + "), (3, 0)");
  EXPECT_THAT(texts(), ElementsAre(nines, "-" + nines, "0"));
  store("DECIMAL(38,38)", "(1, 0.00000000000000000000000000000000000001), (2, -0.5)");
  EXPECT_THAT(texts(), ElementsAre("0.00000000000000000000000000000000000001",
                                   "-0.50000000000000000000000000000000000000"));
}

TEST_F(MysqlValues, OfBitsAreNumbersIfTheyFit) {
  store("BIT(64)", "(1, 1), (2, 9223372036854775807), (3, 18446744073709551615)");
  EXPECT_EQ(names(), (std::vector<Value>{Value::int64(1), Value::int64(INT64_MAX)}));
  EXPECT_THAT(reasons(), ElementsAre("row 3: field 'name': the bit field does not fit a whole number"));
  store("BIT(1)", "(1, 1), (2, 0), (3, NULL)");
  EXPECT_EQ(names(), (std::vector<Value>{Value::boolean(true), Value::boolean(false), Value::null()}));
}

TEST_F(MysqlValues, AboveInt64AreTextsOrRejectedWhereANumberIsWanted) {
  store("BIGINT UNSIGNED", "(1, 9223372036854775807), (2, 9223372036854775808)");
  EXPECT_EQ(names(), (std::vector<Value>{Value::int64(INT64_MAX), Value::string("9223372036854775808")}));
  read_.fields[1].type = Type::int64;
  EXPECT_EQ(names(), (std::vector<Value>{Value::int64(INT64_MAX)}));
  EXPECT_THAT(reasons(), ElementsAre("row 2: field 'name': not a valid int64"));
}

TEST_F(MysqlValues, OfEnumsAndSetsAreTheirWords) {
  store("ENUM('a', 'b,c', '')", "(1, 'b,c'), (2, ''), (3, 'no such'), (4, 1)");
  EXPECT_THAT(texts(), ElementsAre("b,c", "", "", "a"));
  store("SET('a', 'b')", "(1, 'b,a'), (2, '')");
  EXPECT_THAT(texts(), ElementsAre("a,b", ""));
}

TEST_F(MysqlValues, OfTimesAndYearsAreAsTheServerSaysThem) {
  store("TIME(6)", "(1, '838:59:59.999999'), (2, '-838:59:59'), (3, '24:00:00')");
  EXPECT_THAT(texts(), ElementsAre("838:59:59.999999", "-838:59:59.000000", "24:00:00.000000"));
  store("YEAR", "(1, 0), (2, 1901), (3, 2155)");
  EXPECT_EQ(names(), (std::vector<Value>{Value::int64(0), Value::int64(1901), Value::int64(2155)}));
}

TEST_F(MysqlValues, OfDatesThatNoCalendarHasAreRejected) {
  const std::vector<std::string> rejected{"row 1: field 'name': not a valid timestamp",
                                          "row 2: field 'name': not a valid timestamp",
                                          "row 3: field 'name': not a valid timestamp"};
  store(
      "DATETIME(6)",
      "(1, '0000-00-00'), (2, '2200-00-08'), (3, '0000-01-01 01:00:00'), (4, '0001-01-01'), (5, '9999-12-31 "
      "23:59:59.999999')");
  EXPECT_THAT(texts(), ElementsAre("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"));
  EXPECT_EQ(reasons(), rejected);
  store("TIMESTAMP NULL", "(1, '0000-00-00'), (2, '2038-01-19 03:14:07'), (3, NULL)");
  EXPECT_THAT(texts(), ElementsAre("2038-01-19T03:14:07Z", ""));
  EXPECT_THAT(reasons(), ElementsAre(rejected[0]));
  store("DATE", "(1, '0000-00-00'), (2, '2017-02-00'), (3, '9999-12-31')");
  EXPECT_THAT(texts(), ElementsAre("9999-12-31"));
}

TEST_F(MysqlValues, OfInstantsAreInUtcWhateverTheServersTimeZone) {
  server_.run_all(
      database_,
      {"SET GLOBAL time_zone = '-08:00'", "CREATE TABLE t (id INT, name TIMESTAMP NULL, at DATETIME)",
       "SET time_zone = '+00:00'", "INSERT INTO t VALUES (1, '2017-02-02 12:00:00', '2017-02-02 12:00:00')"});
  want({"id", "name", "at"});
  const auto rows = all(table("t"));
  server_.run(database_, "SET GLOBAL time_zone = SYSTEM");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(to_text(rows[0][1]), "2017-02-02T12:00:00Z");
  EXPECT_EQ(to_text(rows[0][2]), "2017-02-02T12:00:00Z") << "a DATETIME has no zone";
}

TEST_F(MysqlValues, OfOtherTypesAreTheServersTexts) {
  store("JSON", R"((1, '{"a": 1e999, "b": "\\u0000"}'))");
  EXPECT_THAT(texts(), ElementsAre(R"({"a": 1e999, "b": "\u0000"})"));
  store("INET6", "(1, '::1')");
  EXPECT_THAT(texts(), ElementsAre("::1"));
  store("UUID", "(1, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11')");
  EXPECT_THAT(texts(), ElementsAre("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
}

TEST_F(MysqlValues, OfGeneratedAndInvisibleColumnsAreRead) {
  server_.run_all(
      database_,
      {"CREATE TABLE t (id INT, hidden INT INVISIBLE DEFAULT 7, virtual INT AS (id * 2), stored INT "
       "AS (id * 3) STORED)",
       "INSERT INTO t (id) VALUES (1)"});
  want({"id", "hidden", "virtual", "stored"});
  EXPECT_EQ(all(table("t")), (std::vector<std::vector<Value>>{
                                 {Value::int64(1), Value::int64(7), Value::int64(2), Value::int64(3)}}));
}

TEST_F(MysqlValues, BeyondTheServersPacketAreReadWhole) {
  const std::size_t half = 9'000'000;
  server_.run_all(database_, {"CREATE TABLE t (id INT, name LONGTEXT)",
                              "INSERT INTO t VALUES (1, REPEAT('n', 1 << 20)), (2, REPEAT('x', 9000000))"});
  server_.run_all(database_, {"CREATE TABLE u (id INT, a LONGTEXT, b LONGTEXT)",
                              "INSERT INTO u SELECT 1, name, name FROM t WHERE id = 2"});
  EXPECT_EQ(names()[0].as_string().size(), std::size_t{1} << 20);
  want({"id", "a", "b"});
  const auto rows = all(table("u"));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_TRUE(rows[0][2] == Value::string(std::string(half, 'x'))) << "a row of more than 16 MiB";
}

TEST_F(MysqlValues, OfAColumnThatIsGoneAreMissedBeforeAnythingIsRead) {
  server_.run_all(database_, {"CREATE TABLE t (id INT, name TEXT)", "CREATE VIEW v AS SELECT id, name FROM t",
                              "ALTER TABLE t DROP name"});
  EXPECT_THAT(failure(table("v")), HasSubstr("v"));
  EXPECT_THAT(failure(table("t")), HasSubstr("no column 'name'"));
}

TEST_F(MysqlValues, AreThoseOfOneMomentWhileOthersWrite) {
  server_.run_all(database_, {"CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(100))",
                              "INSERT INTO t SELECT seq, REPEAT('n', 60) FROM seq_1_to_100000"});
  const auto stream = open(table("t"));
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  std::size_t rows = batch.size();
  server_.run_all(database_, {"UPDATE t SET name = 'changed', id = id + 1000000",
                              "INSERT INTO t VALUES (5000000, 'new')", "DELETE FROM t WHERE id < 1050000"});
  for (const auto& row : all(*stream)) {
    ++rows;
    ASSERT_EQ(row[1].as_string().size(), 60u);
  }
  EXPECT_EQ(rows, 100'000u);
}

}  // namespace
}  // namespace counterpart
