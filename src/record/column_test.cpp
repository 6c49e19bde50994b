#include "record/column.hpp"

#include <gtest/gtest.h>

namespace counterpart {
namespace {

TEST(ColumnType, ReadsWhatJobFilesSay) {
  EXPECT_EQ(parse_column_type("varchar(50)"), (ColumnType{ColumnType::Kind::varchar, 50}));
  EXPECT_EQ(parse_column_type("VARCHAR(1)"), (ColumnType{ColumnType::Kind::varchar, 1}));
  EXPECT_EQ(parse_column_type("int"), (ColumnType{ColumnType::Kind::integer, 0}));
  for (const char* text :
       {"varchar", "varchar()", "varchar(0)", "varchar(5", "varchar(99999)", "char(5)", ""}) {
    EXPECT_FALSE(parse_column_type(text)) << text;
  }
}

TEST(ColumnType, RefusesRatherThanCuts) {
  std::string storage;
  Value text = Value::string("Müller");
  EXPECT_FALSE(fit(text, {ColumnType::Kind::varchar, 6}, storage));
  EXPECT_EQ(fit(text, {ColumnType::Kind::varchar, 5}, storage), "6 characters do not fit varchar(5)");
  Value number = Value::int64(1LL << 40);
  EXPECT_TRUE(fit(number, {ColumnType::Kind::integer, 0}, storage));
  EXPECT_FALSE(fit(number, {ColumnType::Kind::bigint, 0}, storage));
  Value date = Value::date(0);
  EXPECT_FALSE(fit(date, {ColumnType::Kind::varchar, 10}, storage));
  EXPECT_EQ(date.as_string(), "1970-01-01");
}

}  // namespace
}  // namespace counterpart
