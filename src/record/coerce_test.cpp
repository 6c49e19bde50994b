#include "record/coerce.hpp"

#include <gtest/gtest.h>

namespace counterpart {
namespace {

std::string after(Value value, Type wanted) {
  std::string storage;
  if (const auto reason = coerce(value, wanted, storage)) return "refused";
  return std::string(type_name(value.type())) + " " + to_text(value);
}

TEST(Coerce, ConvertsExactlyOrNotAtAll) {
  EXPECT_EQ(after(Value::string("42"), Type::int64), "int64 42");
  EXPECT_EQ(after(Value::string("42 "), Type::int64), "refused");
  EXPECT_EQ(after(Value::string("9223372036854775808"), Type::int64), "refused");
  EXPECT_EQ(after(Value::float64(2.5), Type::int64), "refused");
  EXPECT_EQ(after(Value::float64(2.0), Type::int64), "int64 2");
  EXPECT_EQ(after(Value::int64(9007199254740993), Type::float64), "refused");
  EXPECT_EQ(after(Value::string("nan"), Type::float64), "refused");
  EXPECT_EQ(after(Value::string("1e3"), Type::float64), "float64 1000");
  EXPECT_EQ(after(Value::int64(1), Type::boolean), "bool true");
  EXPECT_EQ(after(Value::int64(2), Type::boolean), "refused");
  EXPECT_EQ(after(Value::int64(5), Type::string), "string 5");
}

TEST(Coerce, DatesThatAreNoneAreRefused) {
  EXPECT_EQ(after(Value::string("2017-02-02"), Type::date), "date 2017-02-02");
  EXPECT_EQ(after(Value::string("2017-02-02T23:30:00-02:00"), Type::date), "date 2017-02-03");
  EXPECT_EQ(after(Value::string("0000-00-00"), Type::date), "refused");
  EXPECT_EQ(after(Value::string("2017-02-30"), Type::date), "refused");
  EXPECT_EQ(after(Value::int64(20170202), Type::date), "refused");
  EXPECT_EQ(after(Value::date(1), Type::timestamp), "timestamp 1970-01-02T00:00:00Z");
}

TEST(Coerce, NullFitsEveryType) {
  for (const Type type :
       {Type::boolean, Type::int64, Type::float64, Type::string, Type::date, Type::timestamp}) {
    Value value;
    std::string storage;
    EXPECT_FALSE(coerce(value, type, storage));
    EXPECT_TRUE(value.is_null());
  }
}

}  // namespace
}  // namespace counterpart
