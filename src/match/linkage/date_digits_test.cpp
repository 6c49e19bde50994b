#include "match/linkage/date_digits.hpp"

#include <gtest/gtest.h>

#include "base/calendar.hpp"

namespace counterpart::linkage {
namespace {

std::string read(const std::string& text, SlashOrder slashes = SlashOrder::unknown) {
  return date_digits(Value::string(text), slashes);
}

TEST(DateDigits, AreThoseOfIsoDatesTimestampsAndValuesOfADatabase) {
  EXPECT_EQ(read("1956-04-09"), "19560409");
  EXPECT_EQ(read("19560409"), "19560409");
  EXPECT_EQ(date_digits(Value::int64(19560409)), "19560409");
  EXPECT_EQ(read("1956-04-09T23:00:00Z"), "19560409");
  EXPECT_EQ(date_digits(Value::date(0)), "19700101");
  EXPECT_EQ(read("0987-01-02"), "09870102");
  EXPECT_EQ(read(" 1956-04-09 "), "19560409");
  EXPECT_EQ(read("1956-04-09 23:30:00-05:00"), "19560410");
  EXPECT_EQ(date_digits(Value::timestamp(-1)), "19691231");
  EXPECT_EQ(date_digits(Value::date(*parse_date("0001-01-01"))), "00010101");
  EXPECT_EQ(date_digits(Value::date(*parse_date("9999-12-31"))), "99991231");
  EXPECT_EQ(date_digits(Value::date(*parse_date("9999-12-31") + 1)), "");  // no four digits hold that year
  EXPECT_EQ(date_digits(Value::date(*parse_date("0001-01-01") - 800)), "");
}

TEST(DateDigits, AreReadWhereverTheYearIsFirst) {
  for (const char* text : {"1980-1-2", "1980/01/02", "1980/1/2", "1980.01.02", "1980.1.2", " 1980/1/02 "})
    EXPECT_EQ(read(text), "19800102") << text;
}

TEST(DateDigits, OfDotsWithTheYearLastHaveTheDayFirst) {
  EXPECT_EQ(read("02.01.1980"), "19800102");
  EXPECT_EQ(read("2.1.1980"), "19800102");
  EXPECT_EQ(read("31.12.1980"), "19801231");
  EXPECT_EQ(read("12.31.1980"), "");  // no month, so that the dots are not what they seem
}

TEST(DateDigits, AreReadWithTheNameOfAMonthInEitherOrder) {
  for (const char* text :
       {"2 Jan 1980", "02 January 1980", "2-Jan-1980", "02-JAN-1980", "2. january 1980", "Jan 2, 1980",
        "January 02 1980", "jan. 2, 1980", "02JAN1980", "1980-Jan-02", "2/Jan/1980", "2 Jan, 1980"})
    EXPECT_EQ(read(text), "19800102") << text;
  EXPECT_EQ(read("3 Sept 1980"), "19800903");
  EXPECT_EQ(read("31 December 1999"), "19991231");
  for (const char* text : {"2 Janu 1980", "2 Ja 1980", "2 Janvier 1980", "2 Jan 80", "Jan 1980",
                           "2nd Jan 1980", "Jan Feb 1980", "2 Jan+1980", "200 Jan 1980"})
    EXPECT_EQ(read(text), "") << text;
}

TEST(DateDigits, OfSlashesWithTheYearLastAreReadAsIsSaid) {
  EXPECT_EQ(read("01/02/1980"), "");
  EXPECT_EQ(read("01/02/1980", SlashOrder::day_first), "19800201");
  EXPECT_EQ(read("01/02/1980", SlashOrder::month_first), "19800102");
  EXPECT_EQ(read("1/2/1980", SlashOrder::month_first), "19800102");
  EXPECT_EQ(read("31/12/1980", SlashOrder::day_first), "19801231");
  EXPECT_EQ(read("31/12/1980", SlashOrder::month_first), "");
  EXPECT_EQ(read("1980/01/02", SlashOrder::day_first), "19800102");
  EXPECT_EQ(read("02.01.1980", SlashOrder::month_first), "19800102");
}

TEST(DateDigits, AreNoneOfWhatCanBeMisreadOrIsNoDate) {
  for (const char* text :
       {"1956", "1956-04-0x", "19560409T1200", "", "01-02-1980", "1/2/80", "80-01-02", "1.2.80", "1980-01/02",
        "1980--1--2", "1980 1 2", "unknown", "1980-001-2", "../...."})
    EXPECT_EQ(read(text), "") << text;
  EXPECT_EQ(read("2 January 1980" + std::string(100, ' ') + "x"), "");
  EXPECT_EQ(date_digits(Value::float64(19560409)), "");
  EXPECT_EQ(date_digits(Value::null()), "");
}

}  // namespace
}  // namespace counterpart::linkage
