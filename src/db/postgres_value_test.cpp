#include "db/postgres_value.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

#include "base/calendar.hpp"

namespace counterpart {
namespace {

/// 16-bit numbers in network order.
std::string words(std::initializer_list<int> numbers) {
  std::string bytes;
  for (const int number : numbers) {
    bytes += static_cast<char>(number >> 8 & 0xFF);
    bytes += static_cast<char>(number & 0xFF);
  }
  return bytes;
}

std::string wide(std::int64_t number, int bytes = 8) {
  std::string text;
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) text += static_cast<char>(number >> shift & 0xFF);
  return text;
}

std::string text_of(PostgresForm form, const std::string& bytes) {
  std::string storage;
  const PostgresValue read = read_postgres_value(form, bytes, storage);
  return read.problem != nullptr ? std::string("problem: ") + read.problem : to_text(read.value);
}

std::string numeric(std::initializer_list<int> numbers) {
  return text_of(PostgresForm::numeric, words(numbers));
}

TEST(PostgresNumeric, IsTheTextThatTheServerPrints) {
  EXPECT_EQ(numeric({0, 0, 0, 0}), "0");
  EXPECT_EQ(numeric({0, 0, 0, 2}), "0.00");
  EXPECT_EQ(numeric({1, 0, 0, 0, 7}), "7");
  EXPECT_EQ(numeric({1, 0, 0x4000, 2, 7}), "-7.00");
  EXPECT_EQ(numeric({2, 1, 0, 0, 1, 2}), "10002");
  EXPECT_EQ(numeric({1, 2, 0, 0, 12}), "1200000000");
  EXPECT_EQ(numeric({1, -1, 0, 4, 5}), "0.0005");
  EXPECT_EQ(numeric({1, -2, 0, 6, 5000}), "0.000050");
  EXPECT_EQ(numeric({2, 0, 0, 5, 1, 2345}), "1.23450");
  EXPECT_EQ(numeric({2, 0, 0, 3, 1, 2340}), "1.234");
  EXPECT_EQ(numeric({3, 2, 0, 0, 0, 0, 42}), "42");
  EXPECT_EQ(numeric({0, 0, 0xC000, 0}), "NaN");
  EXPECT_EQ(numeric({0, 0, 0xD000, 0}), "Infinity");
  EXPECT_EQ(numeric({0, 0, 0xF000, 0}), "-Infinity");
}

TEST(PostgresNumeric, ThatIsNoneIsAProblem) {
  for (const auto& bytes :
       {words({}), words({1, 0, 0, 0}), words({0, 0, 0, 0, 7}), words({1, 0, 0, 0, 10'000}),
        words({0, 0, 1, 0}), words({0, 0, 0, 0x4000}), words({0xFFFF, 0, 0, 0})}) {
    EXPECT_EQ(text_of(PostgresForm::numeric, bytes), "problem: is not of the form of its type");
  }
}

TEST(PostgresDate, CountsFromTheYear2000) {
  EXPECT_EQ(text_of(PostgresForm::date, wide(0, 4)), "2000-01-01");
  EXPECT_EQ(text_of(PostgresForm::date, wide(*parse_date("0001-01-01") - 10'957, 4)), "0001-01-01");
  EXPECT_EQ(text_of(PostgresForm::date, wide(*parse_date("9999-12-31") - 10'957, 4)), "9999-12-31");
  for (const std::int64_t days :
       {*parse_date("0001-01-01") - 10'958, *parse_date("9999-12-31") - 10'956, INT32_MAX, INT32_MIN})
    EXPECT_EQ(text_of(PostgresForm::date, wide(days, 4)), "problem: not a valid date") << days;
}

TEST(PostgresTimestamp, CountsMicrosecondsFromTheYear2000) {
  constexpr std::int64_t kEpoch = 946'684'800'000'000;
  EXPECT_EQ(text_of(PostgresForm::timestamp, wide(0)), "2000-01-01T00:00:00Z");
  EXPECT_EQ(text_of(PostgresForm::timestamp, wide(-1)), "1999-12-31T23:59:59.999999Z");
  const std::int64_t first = *parse_timestamp("0001-01-01T00:00:00Z") - kEpoch;
  const std::int64_t last = *parse_timestamp("9999-12-31T23:59:59.999999Z") - kEpoch;
  EXPECT_EQ(text_of(PostgresForm::timestamp, wide(first)), "0001-01-01T00:00:00Z");
  EXPECT_EQ(text_of(PostgresForm::timestamp, wide(last)), "9999-12-31T23:59:59.999999Z");
  for (const std::int64_t micros : {first - 1, last + 1, INT64_MAX, INT64_MIN})
    EXPECT_EQ(text_of(PostgresForm::timestamp, wide(micros)), "problem: not a valid timestamp");
}

TEST(PostgresTime, IsWrittenWithTheDecimalsItHas) {
  EXPECT_EQ(text_of(PostgresForm::time, wide(0)), "00:00:00");
  EXPECT_EQ(text_of(PostgresForm::time, wide(11'045'500'000)), "03:04:05.5");
  EXPECT_EQ(text_of(PostgresForm::time, wide(1)), "00:00:00.000001");
  EXPECT_EQ(text_of(PostgresForm::time, wide(86'400'000'000)), "24:00:00");
}

TEST(PostgresFloat, KeepsTheShortestTextOfFourBytes) {
  EXPECT_EQ(text_of(PostgresForm::float32, wide(0x3DCCCCCD, 4)), "0.1");
  EXPECT_EQ(text_of(PostgresForm::float64, wide(0x3FB999999999999A)), "0.1");
  EXPECT_EQ(text_of(PostgresForm::float32, wide(0x7FC00000, 4)), "problem: is not a finite number");
  EXPECT_EQ(text_of(PostgresForm::float64, wide(0x7FF0000000000000)), "problem: is not a finite number");
}

TEST(PostgresValue, ReadsNumbersInNetworkOrder) {
  EXPECT_EQ(text_of(PostgresForm::int16, words({-2})), "-2");
  EXPECT_EQ(text_of(PostgresForm::int32, wide(INT32_MIN, 4)), "-2147483648");
  EXPECT_EQ(text_of(PostgresForm::int64, wide(INT64_MIN)), "-9223372036854775808");
  EXPECT_EQ(text_of(PostgresForm::oid, wide(0xFFFFFFFF, 4)), "4294967295");
  EXPECT_EQ(text_of(PostgresForm::boolean, std::string(1, '\1')), "true");
  EXPECT_EQ(text_of(PostgresForm::int32, words({1})), "problem: is not of the form of its type");
}

TEST(PostgresValue, ReadsTextsAndWhatIsWrittenAsText) {
  EXPECT_EQ(text_of(PostgresForm::text, " a "), " a ");
  EXPECT_EQ(text_of(PostgresForm::padded_text, " a  "), " a");
  EXPECT_EQ(text_of(PostgresForm::padded_text, "   "), "");
  EXPECT_EQ(text_of(PostgresForm::jsonb, "\1{}"), "{}");
  EXPECT_EQ(text_of(PostgresForm::jsonb, "\2{}"), "problem: is not of the form of its type");
  EXPECT_EQ(text_of(PostgresForm::uuid, "\x01\x23\x45\x67\x89\xab\xcd\xef\xfe\xdc\xba\x98\x76\x54\x32\x10"),
            "01234567-89ab-cdef-fedc-ba9876543210");
}

TEST(PostgresValue, LetsTheServerWriteWhatHasNoFormHere) {
  EXPECT_EQ(postgres_form(1009), std::nullopt);
  EXPECT_EQ(postgres_as_text("\"tags\"", 1009), "\"tags\"::pg_catalog.text");
  EXPECT_EQ(postgres_as_text("c1", 869), "pg_catalog.abbrev(c1)");
}

}  // namespace
}  // namespace counterpart
