// Odd values of SQLite files: each comes exactly, or its record is rejected.
#include <gmock/gmock.h>

#include <limits>

#include "support/sqlite_reading.hpp"

namespace counterpart {
namespace {

using testing::ElementsAre;

class SqliteValues : public test::SqliteReading {
 protected:
  /// What comes of the column `name` of a table `t` with these rows, those that are rejected left out.
  std::vector<Value> names(const std::string& type, const std::string& rows) {
    execute("DROP TABLE IF EXISTS t; CREATE TABLE t (id, name " + type + "); INSERT INTO t VALUES " + rows);
    rejects_.clear();
    std::vector<Value> values;
    const auto stream = open_table("t");
    for (const auto& row : all(*stream)) values.push_back(row[1]);
    return values;
  }
  std::vector<std::string> reasons() const {
    std::vector<std::string> lines;
    for (const Reject& reject : rejects_) lines.push_back(reject.origin.text() + ": " + reject.reason);
    return lines;
  }
};

TEST_F(SqliteValues, OfFloatsAreExactOrRejected) {
  EXPECT_EQ(names("REAL", "(1, 9e999), (2, -9e999), (3, 0.1 + 0.2), (4, 5e-324), (5, -0.0), (6, 1e15)"),
            (std::vector<Value>{Value::float64(0.1 + 0.2), Value::float64(5e-324), Value::float64(0),
                                Value::float64(1e15)}));
  EXPECT_THAT(reasons(), ElementsAre("row 1: field 'name': is not a finite number",
                                     "row 2: field 'name': is not a finite number"));
}

TEST_F(SqliteValues, HaveTheTypeOfEachRow) {
  EXPECT_EQ(names("", "(1, 7), (2, '007'), (3, 7.5), (4, NULL), (5, ''), (6, x'3037')"),
            (std::vector<Value>{Value::int64(7), Value::string("007"), Value::float64(7.5), Value::null(),
                                Value::string(""), Value::string("07")}));
  EXPECT_EQ(names("TEXT", "(1, 7), (2, '007')"),
            (std::vector<Value>{Value::string("7"), Value::string("007")}));
  EXPECT_EQ(names("INTEGER", "(1, '7'), (2, 'x'), (3, 7.5)"),
            (std::vector<Value>{Value::int64(7), Value::string("x"), Value::float64(7.5)}));
}

TEST_F(SqliteValues, ThatAreNotOfTheDeclaredTypeAreRejectedByTheirRow) {
  read_.fields[1].type = Type::int64;
  EXPECT_EQ(
      names("",
            "(1, '9223372036854775807'), (2, '9223372036854775808'), (3, ' 7'), (4, 7.5), (5, 7.0), (6, '')"),
      (std::vector<Value>{Value::int64(INT64_MAX), Value::int64(7)}));
  EXPECT_THAT(
      reasons(),
      ElementsAre("row 2: field 'name': not a valid int64", "row 3: field 'name': not a valid int64",
                  "row 4: field 'name': not a valid int64", "row 6: field 'name': not a valid int64"));
}

TEST_F(SqliteValues, OfDaysThatAreNumbersAreNotGuessed) {
  for (const Type type : {Type::date, Type::timestamp}) {
    read_.fields[1].type = type;
    EXPECT_EQ(
        names("", "(1, 1486000000), (2, 2457786.5), (3, '2017-02-30'), (4, '0000-00-00'), (5, '')").size(),
        0U);
    EXPECT_EQ(reasons().size(), 5u);
    EXPECT_EQ(names("", "(1, '2017-02-02'), (2, '2017-02-02 00:00:00')").size(), 2U);
  }
}

TEST_F(SqliteValues, KeepTheirSpacesAndNuls) {
  EXPECT_EQ(names("TEXT", "(1, 'a  '), (2, 'a' || char(0) || 'b'), (3, char(0)), (4, x'610062')"),
            (std::vector<Value>{Value::string("a  "), Value::string(std::string_view("a\0b", 3)),
                                Value::string(std::string_view("\0", 1)),
                                Value::string(std::string_view("a\0b", 3))}));
}

TEST_F(SqliteValues, ThatAreNoUtf8AreRejected) {
  EXPECT_EQ(
      names("TEXT",
            "(1, CAST(x'C080' AS TEXT)), (2, CAST(x'EDA080' AS TEXT)), (3, CAST(x'F4908080' AS TEXT)), (4, "
            "CAST(x'C3' AS TEXT)), (5, x'FF'), (6, CAST(x'C3AB' AS TEXT))"),
      (std::vector<Value>{Value::string("\xC3\xAB")}));
  EXPECT_EQ(reasons().size(), 5u);
  EXPECT_EQ(reasons()[0], "row 1: field 'name': is not valid UTF-8");
}

TEST_F(SqliteValues, OfAUtf16FileComeAsUtf8) {
  execute("PRAGMA encoding = 'UTF-16le'; CREATE TABLE first (x)");
  EXPECT_EQ(names("TEXT", "(1, 'Zo\u00EB \U0001F600')"),
            (std::vector<Value>{Value::string("Zo\u00EB \U0001F600")}));
}

TEST_F(SqliteValues, WithHalfASurrogatePairAreRejected) {
  execute("PRAGMA encoding = 'UTF-16le'; CREATE TABLE first (x)");
  EXPECT_EQ(
      names("TEXT",
            "(1, CAST(x'00D8' AS TEXT)), (2, CAST(x'00D84100' AS TEXT)), (3, CAST(x'00DC4100' AS TEXT)), (4, "
            "CAST(x'3DD800DE' AS TEXT)), (5, 7)"),
      (std::vector<Value>{Value::string("\U0001F600"), Value::string("7")}));
  EXPECT_EQ(reasons().size(), 3u);
  EXPECT_EQ(reasons()[1], "row 2: field 'name': is not valid UTF-16");
}

TEST_F(SqliteValues, OfGeneratedColumnsAreRead) {
  execute(
      "CREATE TABLE g (id INT, name TEXT AS (id || 'x'), kept TEXT AS (id || 'y') STORED); INSERT INTO g "
      "VALUES "
      "(7)");
  read_.fields.push_back({.name = "kept"});
  const auto stream = open_table("g");
  EXPECT_EQ(all(*stream),
            (std::vector<std::vector<Value>>{{Value::int64(7), Value::string("7x"), Value::string("7y")}}));
}

TEST_F(SqliteValues, OfAMebibyteAreReadWhole) {
  const auto values = names(
      "TEXT",
      "(1, replace(hex(zeroblob(1 << 20)), '00', 'n')), (2, replace(hex(zeroblob(17 << 20)), '00', 'n'))");
  ASSERT_EQ(values.size(), 2u);
  EXPECT_TRUE(values[0] == Value::string(std::string(1 << 20, 'n')));
  EXPECT_TRUE(values[1] == Value::string(std::string(17 << 20, 'n')));
}

TEST_F(SqliteValues, OfAColumnThatIsGoneAreMissedBeforeAnythingIsRead) {
  execute("CREATE TABLE t (id, name); CREATE VIEW v AS SELECT id, name FROM t");
  execute(
      "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'CREATE TABLE t (id, other)' WHERE name = "
      "'t'");
  DatabaseSpec spec;
  spec.table = "v";
  EXPECT_THAT(failure(spec), testing::HasSubstr("name"));
}

}  // namespace
}  // namespace counterpart
