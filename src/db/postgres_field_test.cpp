#include "db/postgres_field.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace counterpart {
namespace {

/// What the reader makes of a field; a problem of either as "problem: …".
std::string read_back(PostgresForm form, Value value) {
  std::string field;
  if (const char* const problem = append_postgres_field(field, form, value); problem != nullptr)
    return std::string("problem: ") + problem;
  std::string length;
  append_big_endian(length, static_cast<std::int32_t>(field.size() - 4));
  EXPECT_EQ(field.substr(0, 4), length);
  std::string storage;
  const PostgresValue read = read_postgres_value(form, std::string_view(field).substr(4), storage);
  return read.problem != nullptr ? std::string("problem: ") + read.problem : to_text(read.value);
}

TEST(PostgresField, IsReadBackAsItWas) {
  const std::int64_t least = std::numeric_limits<std::int64_t>::min();
  for (const std::int64_t number : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{10'000},
                                    std::int64_t{99'999'999}, std::int64_t{-120'000}, least, -(least + 1)}) {
    EXPECT_EQ(read_back(PostgresForm::int64, Value::int64(number)), std::to_string(number));
    EXPECT_EQ(read_back(PostgresForm::numeric, Value::int64(number)), std::to_string(number));
    EXPECT_EQ(read_back(PostgresForm::text, Value::int64(number)), std::to_string(number));
  }
  EXPECT_EQ(read_back(PostgresForm::int16, Value::int64(-32'768)), "-32768");
  EXPECT_EQ(read_back(PostgresForm::int32, Value::boolean(true)), "1");
  EXPECT_EQ(read_back(PostgresForm::boolean, Value::boolean(false)), "false");
  EXPECT_EQ(read_back(PostgresForm::float64, Value::float64(-0.1)), "-0.1");
  EXPECT_EQ(read_back(PostgresForm::date, Value::date(-719'162)), "0001-01-01");
  EXPECT_EQ(read_back(PostgresForm::timestamp, Value::date(17'199)), "2017-02-02T00:00:00Z");
  EXPECT_EQ(read_back(PostgresForm::timestamp, Value::timestamp(-1)), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(read_back(PostgresForm::text, Value::string(" Zo\xC3\xAB ")), " Zo\xC3\xAB ");
  EXPECT_EQ(read_back(PostgresForm::jsonb, Value::string("[1]")), "[1]");
  EXPECT_EQ(read_back(PostgresForm::text, Value::string("")), "");
}

TEST(PostgresField, SaysWhatItsColumnCannotHave) {
  EXPECT_EQ(read_back(PostgresForm::int16, Value::int64(32'768)), "problem: is out of the range of its column");
  EXPECT_EQ(read_back(PostgresForm::int32, Value::int64(-2'147'483'649)),
            "problem: is out of the range of its column");
  EXPECT_EQ(read_back(PostgresForm::text, Value::string({"a\0b", 3})),
            "problem: has a NUL character, which PostgreSQL cannot store");
  EXPECT_EQ(read_back(PostgresForm::padded_text, Value::string("a ")),
            "problem: ends with a space, which a column of type char does not keep");
}

TEST(PostgresField, OfANullIsALengthAlone) {
  std::string field;
  EXPECT_EQ(append_postgres_field(field, PostgresForm::text, Value::null()), nullptr);
  EXPECT_EQ(field, "\xFF\xFF\xFF\xFF");
}

}  // namespace
}  // namespace counterpart
