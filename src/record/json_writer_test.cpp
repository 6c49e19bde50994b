#include "record/json_writer.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace counterpart {
namespace {

std::string json(Value value) {
  std::string out;
  append_json_value(out, value);
  return out;
}

TEST(JsonWriter, EscapesWhatJsonForbidsOrATerminalObeysAndNothingElse) {
  EXPECT_EQ(json(Value::string("")), R"("")");
  EXPECT_EQ(json(Value::string("Zoë \"the\" \\ O'Brien / Łukasz 李")),
            R"("Zoë \"the\" \\ O'Brien / Łukasz 李")");
  EXPECT_EQ(json(Value::string("a\b\f\n\r\tb")), R"("a\b\f\n\r\tb")");
  EXPECT_EQ(json(Value::string(std::string_view("\0\x1F\x7Fx", 4))), R"("\u0000\u001f\u007fx")");
  EXPECT_EQ(json(Value::string("a\u0085\u009Bb\u202Ec\u2069\u2028\u200F\u061C")),
            R"("a\u0085\u009bb\u202ec\u2069\u2028\u200f\u061c")");
  EXPECT_EQ(json(Value::string("\u00A0\u00BF\u200B\u200D\u0600\u20AC\uFF1D")),
            "\"\u00A0\u00BF\u200B\u200D\u0600\u20AC\uFF1D\"");
}

TEST(JsonWriter, WritesEachKindOfValue) {
  EXPECT_EQ(json(Value::null()), "null");
  EXPECT_EQ(json(Value::boolean(true)), "true");
  EXPECT_EQ(json(Value::boolean(false)), "false");
  EXPECT_EQ(json(Value::int64(std::numeric_limits<std::int64_t>::min())), "-9223372036854775808");
  EXPECT_EQ(json(Value::float64(0.1)), "0.1");
  EXPECT_EQ(json(Value::float64(7)), "7");
  EXPECT_EQ(json(Value::date(17199)), R"("2017-02-02")");
  EXPECT_EQ(json(Value::timestamp(0)), R"("1970-01-01T00:00:00Z")");
}

TEST(JsonWriter, WritesNullForFloatsThatAreNotFinite) {
  EXPECT_EQ(json(Value::float64(std::numeric_limits<double>::infinity())), "null");
  EXPECT_EQ(json(Value::float64(std::numeric_limits<double>::quiet_NaN())), "null");
}

}  // namespace
}  // namespace counterpart
