#include "match/derive.hpp"

#include <gtest/gtest.h>

#include "base/calendar.hpp"
#include "counterpart/error.hpp"
#include "record/record.hpp"

namespace counterpart {
namespace {

constexpr std::int32_t kAsOf = 17199;  // 2017-02-02

std::string derived(const DerivedColumn& column, Value left, Value right, std::uint64_t* future = nullptr) {
  const std::vector<DerivedColumn> columns{column};
  Deriver deriver(columns, kAsOf);
  std::string left_record;
  std::string right_record;
  append_value(left_record, left);
  append_value(right_record, right);
  RecordBatch rows;
  deriver.derive(left_record, right_record, {}, rows);
  if (future != nullptr) *future = deriver.future_dates(Side::left);
  const Value value = field_of(rows.record(0), 0);
  return value.is_null() ? "null" : to_text(value);
}

const ColumnType kBoolean{ColumnType::Kind::boolean, 0};

TEST(ActiveWithin, CountsWholeDaysUpToAsOf) {
  const DerivedColumn column{{"active", kBoolean}, ActiveWithin{{Side::left, 0}, 30}};
  EXPECT_EQ(derived(column, Value::date(kAsOf), {}), "true");
  EXPECT_EQ(derived(column, Value::date(kAsOf - 30), {}), "true");
  EXPECT_EQ(derived(column, Value::date(kAsOf - 31), {}), "false");
  EXPECT_EQ(derived(column, Value::null(), {}), "null");
  EXPECT_EQ(derived(column, Value::timestamp(*parse_timestamp("2017-01-03T23:59:59Z")), {}), "true");
}

TEST(ActiveWithin, AFutureDateIsActiveAndCounted) {
  const DerivedColumn column{{"active", kBoolean}, ActiveWithin{{Side::left, 0}, 30}};
  std::uint64_t future = 0;
  EXPECT_EQ(derived(column, Value::date(kAsOf + 1), {}, &future), "true");
  EXPECT_EQ(future, 1u);
}

TEST(Coalesce, TakesTheFirstThatIsNotNull) {
  const DerivedColumn column{{"place", {}}, Coalesce{{{Side::right, 0}, {Side::left, 0}}}};
  EXPECT_EQ(derived(column, Value::string("left"), Value::string("right")), "right");
  EXPECT_EQ(derived(column, Value::string("left"), Value::null()), "left");
  EXPECT_EQ(derived(column, Value::null(), Value::null()), "null");
  EXPECT_EQ(derived(column, Value::null(), Value::string("")), "") << "an empty text is a value";
}

TEST(Derive, AValueThatDoesNotFitIsRefusedByColumn) {
  const DerivedColumn column{{"name", {ColumnType::Kind::varchar, 3}}, FromField{{Side::left, 0}}};
  EXPECT_EQ(derived(column, Value::string("Zoë"), {}), "Zoë");
  try {
    derived(column, Value::string("Anna"), {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::policy);
    EXPECT_STREQ(error.what(), "column name: 4 characters do not fit varchar(3)");
  }
}

TEST(Literal, IsTheSameInEveryRow) {
  Literal literal;
  literal.type = Type::string;
  literal.text = "partner";
  EXPECT_EQ(derived({{"origin", {}}, literal}, {}, {}), "partner");
}

}  // namespace
}  // namespace counterpart
