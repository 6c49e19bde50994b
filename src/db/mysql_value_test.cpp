#include "db/mysql_value.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace counterpart {
namespace {

using Kind = MysqlColumn::Kind;

MysqlValue read(Kind kind, std::string_view text, unsigned long length = 64) {
  return read_mysql_value(kind, length, text);
}

TEST(MysqlValue, NumbersAreWholeOrTexts) {
  EXPECT_EQ(read(Kind::integer, "-9223372036854775808").value,
            Value::int64(std::numeric_limits<std::int64_t>::min()));
  EXPECT_EQ(read(Kind::integer, "000042").value, Value::int64(42));
  EXPECT_EQ(read(Kind::integer, "18446744073709551615").value, Value::string("18446744073709551615"));
  EXPECT_EQ(read(Kind::floating, "5e-324").value, Value::float64(5e-324));
  EXPECT_EQ(read(Kind::floating, "1.7976931348623157e308").value, Value::float64(1.7976931348623157e308));
}

TEST(MysqlValue, ASingleHasTheValueOfItsShortestText) {
  EXPECT_EQ(read(Kind::single, "0.10000000149011612").value, Value::float64(0.1));
  EXPECT_EQ(read(Kind::single, "16777216").value, Value::float64(16777216));
  EXPECT_EQ(read(Kind::single, "3.4028234663852886e38").value, Value::float64(3.4028235e38));
  EXPECT_EQ(read(Kind::single, "1.401298464324817e-45").value, Value::float64(1e-45));
}

TEST(MysqlValue, BitsAreATruthValueOrANumberIfTheyFit) {
  EXPECT_EQ(read(Kind::bits, std::string_view("\0", 1), 1).value, Value::boolean(false));
  EXPECT_EQ(read(Kind::bits, "\x01", 1).value, Value::boolean(true));
  EXPECT_EQ(read(Kind::bits, "\x01", 2).value, Value::int64(1));
  EXPECT_EQ(read(Kind::bits, "\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF").value,
            Value::int64(std::numeric_limits<std::int64_t>::max()));
  EXPECT_STREQ(read(Kind::bits, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF").problem,
               "the bit field does not fit a whole number");
}

TEST(MysqlValue, DatesThatNoCalendarHasAreProblems) {
  EXPECT_EQ(read(Kind::date, "2017-02-02").value, Value::date(17199));
  EXPECT_EQ(read(Kind::timestamp, "1970-01-01 00:00:01.000006").value, Value::timestamp(1'000'006));
  for (const char* day : {"0000-00-00", "2200-00-08", "2017-02-30", "0000-01-01"}) {
    EXPECT_STREQ(read(Kind::date, day).problem, "not a valid date") << day;
    EXPECT_STREQ(read(Kind::timestamp, std::string(day) + " 00:00:00").problem, "not a valid timestamp")
        << day;
  }
}

TEST(MysqlValue, OnlyWhatLosesSomethingIsAskedForInAnotherWay) {
  EXPECT_EQ(mysql_exact("`a`", "varchar", "utf8mb4"), "`a`");
  EXPECT_EQ(mysql_exact("`a`", "varchar", "latin1"), "`a`");
  EXPECT_EQ(mysql_exact("`a`", "int", ""), "`a`");
  EXPECT_EQ(mysql_exact("`a`", "float", ""), "(`a` + 0e0)");
  EXPECT_NE(mysql_exact("`a`", "varchar", "cp1250").find("USING cp1250"), std::string::npos);
}

}  // namespace
}  // namespace counterpart
