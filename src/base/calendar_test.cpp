#include "base/calendar.hpp"

#include <gtest/gtest.h>

namespace counterpart {

TEST(Calendar, ReadsRealDatesOnly) {
  EXPECT_EQ(parse_date("1970-01-01"), 0);
  EXPECT_EQ(parse_date("2017-02-02"), 17199);
  EXPECT_EQ(parse_date("2016-02-29"), 16860);
  EXPECT_EQ(parse_date("0001-01-01"), -719162);
  for (const char* text : {"0000-00-00", "2017-02-30", "2017-02-29", "2017-13-01", "2017-00-10", "2017-1-1",
                           "2017-02-02 ", " 2017-02-02", "20170202", "", "2017-02-02T00:00", "2200-00-08"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(Calendar, DatesRoundTripOverTheWholeRange) {
  for (std::int32_t day = -719162; day <= 2932896; day += 37) {
    EXPECT_EQ(parse_date(format_date(day)), day);
  }
}

TEST(Calendar, ReadsInstantsWithOffsetsAndFractions) {
  EXPECT_EQ(parse_timestamp("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_timestamp("1970-01-01 00:00"), 0);
  EXPECT_EQ(parse_timestamp("1970-01-01T02:00:00+02:00"), 0);
  EXPECT_EQ(parse_timestamp("1969-12-31T23:59:59.999999Z"), -1);
  EXPECT_EQ(parse_timestamp("1970-01-01T00:00:00.1234567"), 123456);
  for (const char* text : {"1970-01-01", "1970-01-01T24:00", "1970-01-01T00:60", "1970-01-01T00:00:00.",
                           "1970-01-01T00:00:00+2", "1970-01-01T00:00:00Zx", "2017-02-30T00:00:00Z",
                           "9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+10:00"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
}

TEST(Calendar, InstantsRoundTrip) {
  for (std::int64_t micros : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1486000000123456},
                              std::int64_t{-62135596800000000}}) {
    EXPECT_EQ(parse_timestamp(format_timestamp(micros)), micros);
  }
  EXPECT_EQ(day_of(-1), -1);
  EXPECT_EQ(day_of(0), 0);
}

TEST(Calendar, ReadsSpansOfDays) {
  EXPECT_EQ(parse_days("30 days"), 30);
  EXPECT_EQ(parse_days("1 day"), 1);
  EXPECT_EQ(parse_days("2 weeks"), 14);
  for (const char* text : {"", "30", "days", "-1 days", "1.5 days", "3 months"})
    EXPECT_FALSE(parse_days(text)) << text;
}

}  // namespace counterpart
