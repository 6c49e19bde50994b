#include "record/record.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace counterpart {

TEST(Record, GivesBackEveryKindOfValue) {
  const std::string long_text(300, 'x');
  const std::vector<Value> values{Value::null(),
                                  Value::boolean(true),
                                  Value::boolean(false),
                                  Value::int64(0),
                                  Value::int64(-1),
                                  Value::int64(std::numeric_limits<std::int64_t>::min()),
                                  Value::int64(std::numeric_limits<std::int64_t>::max()),
                                  Value::float64(-0.5),
                                  Value::string(""),
                                  Value::string(std::string_view("a\0b", 3)),
                                  Value::string(long_text),
                                  Value::date(-719162),
                                  Value::timestamp(1486000000123456)};
  std::string record;
  for (const Value& value : values) append_value(record, value);
  std::vector<Value> back;
  unpack(record, back);
  ASSERT_EQ(back.size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(back[i], values[i]) << i;
    EXPECT_EQ(field_of(record, i), values[i]) << i;
  }
}

TEST(Record, IsWrittenIntoRoomAsItIsAppended) {
  const std::string long_text(300, 'x');
  for (const Value value :
       {Value::null(), Value::boolean(true), Value::int64(std::numeric_limits<std::int64_t>::min()),
        Value::float64(0.1), Value::string(""), Value::string(long_text), Value::date(-719162),
        Value::timestamp(1486000000123456)}) {
    std::string appended;
    append_value(appended, value);
    std::string room(most_bytes(value), '#');
    const char* const end = write_value(room.data(), value);
    EXPECT_EQ(room.substr(0, static_cast<std::size_t>(end - room.data())), appended);
  }
}

TEST(Record, IsSmallForSmallNumbers) {
  std::string record;
  append_value(record, Value::int64(1000000));
  EXPECT_EQ(record.size(), 4u);
}

TEST(Value, HasOneCanonicalText) {
  EXPECT_EQ(to_text(Value::int64(-7)), "-7");
  EXPECT_EQ(to_text(Value::float64(7.0)), "7");
  EXPECT_EQ(to_text(Value::float64(0.1)), "0.1");
  EXPECT_EQ(to_text(Value::float64(-0.0)), "0");
  EXPECT_EQ(to_text(Value::boolean(true)), "true");
  EXPECT_EQ(to_text(Value::date(17199)), "2017-02-02");
  EXPECT_EQ(to_text(Value::null()), "");
}

}  // namespace counterpart
