#include "db/mysql_load.hpp"

#include <gtest/gtest.h>

#include "db/mysql_value.hpp"

namespace counterpart {
namespace {

std::string row(const std::vector<Value>& values) {
  std::string text;
  append_load_row(text, values);
  return text;
}

std::string number(double value) {
  std::string text;
  append_mysql_double(text, value);
  return text;
}

TEST(MysqlLoadRow, HasTabsBetweenFieldsAndALineFeedBehindThem) {
  EXPECT_EQ(row({Value::int64(-7), Value::string("Ada"), Value::null(), Value::boolean(true)}),
            "-7\tAda\t\\N\t1\n");
  EXPECT_EQ(row({Value::date(17199), Value::timestamp(1'000'006), Value::boolean(false)}),
            "2017-02-02\t1970-01-01 00:00:01.000006\t0\n");
  EXPECT_EQ(row({Value::string("")}), "\n");
}

TEST(MysqlLoadRow, EscapesWhatItsReaderWouldTakeForASign) {
  EXPECT_EQ(row({Value::string("\\N")}), "\\\\N\n");
  EXPECT_EQ(row({Value::string("a\tb\nc\\d"), Value::string("\\")}), "a\\tb\\nc\\\\d\t\\\\\n");
  EXPECT_EQ(row({Value::string(std::string_view("\0x\0", 3))}), "\\0x\\0\n");
  EXPECT_EQ(row({Value::string("\r\x1A\"'")}), "\r\x1A\"'\n");
}

TEST(MysqlLoadRow, HasDoublesAsTheServerWritesThem) {
  EXPECT_EQ(number(0), "0");
  EXPECT_EQ(number(-0.0), "0");
  EXPECT_EQ(number(7), "7");
  EXPECT_EQ(number(-1250), "-1250");
  EXPECT_EQ(number(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(number(1e14), "100000000000000");
  EXPECT_EQ(number(1e15), "1e15");
  EXPECT_EQ(number(1234567890123456.8), "1234567890123456.8");
  EXPECT_EQ(number(1.5e-15), "0.0000000000000015");
  EXPECT_EQ(number(1.5e-16), "1.5e-16");
  EXPECT_EQ(number(-1.7976931348623157e308), "-1.7976931348623157e308");
  EXPECT_EQ(number(5e-324), "5e-324");
}

}  // namespace
}  // namespace counterpart
