#include "record/builder.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "record/record.hpp"

namespace counterpart {
namespace {

ReadSpec people() {
  return {.fields = {{"id", Type::null, true}, {"name", Type::string, true}, {"seen", Type::date, false}},
          .id = 0};
}

TEST(RecordBuilder, AppendsFieldsInTheOrderOfTheSpec) {
  const ReadSpec spec = people();
  RecordBuilder builder(spec);
  RecordBatch batch;
  builder.begin();
  builder.set(2, Value::string("2017-02-02"));
  builder.set(1, Value::string("Ada"));
  builder.set(0, Value::int64(7));
  EXPECT_TRUE(builder.end({Origin::Kind::row, 1}, batch));
  std::vector<Value> values;
  unpack(batch.record(0), values);
  EXPECT_EQ(values, (std::vector<Value>{Value::int64(7), Value::string("Ada"), Value::date(17199)}));
}

TEST(RecordBuilder, RejectsByOriginAndReasonWithoutTheValue) {
  const ReadSpec spec = people();
  RecordBuilder builder(spec);
  RecordBatch batch;
  builder.begin();
  builder.set(0, Value::int64(7));
  EXPECT_FALSE(builder.end({Origin::Kind::page, 3, 12}, batch));
  builder.begin();
  builder.set(0, Value::null());
  builder.set(1, Value::string("Ada"));
  EXPECT_FALSE(builder.end({Origin::Kind::row, 2}, batch));
  builder.begin();
  builder.set(0, Value::int64(8));
  builder.set(1, Value::string("\xFF"));
  EXPECT_FALSE(builder.end({Origin::Kind::line, 4}, batch));
  builder.begin();
  builder.set(0, Value::int64(9));
  builder.set(1, Value::string("Bob"));
  builder.set(2, Value::string("0000-00-00"));
  EXPECT_FALSE(builder.end({Origin::Kind::row, 5}, batch));
  ASSERT_EQ(batch.rejects().size(), 4u);
  EXPECT_EQ(batch.size(), 0u);
  EXPECT_EQ(batch.rejects()[0].origin.text(), "page 3, index 12");
  EXPECT_EQ(batch.rejects()[0].reason, "field 'name': is missing");
  EXPECT_EQ(batch.rejects()[1].reason, "field 'id': the id is null");
  EXPECT_EQ(batch.rejects()[2].reason, "field 'name': is not valid UTF-8");
  EXPECT_EQ(batch.rejects()[3].reason, "field 'seen': not a valid date");
}

TEST(RecordBuilder, RejectsFloatsThatAreNotFiniteAndShowsOddNames) {
  const ReadSpec spec{.fields = {{"id"}, {"a\x1B[31m\n"}}, .id = 0};
  RecordBuilder builder(spec);
  RecordBatch batch;
  for (const double number : {HUGE_VAL, -HUGE_VAL, std::nan("")}) {
    builder.begin();
    builder.set(0, Value::int64(1));
    builder.set(1, Value::float64(number));
    EXPECT_FALSE(builder.end({Origin::Kind::row, 1}, batch));
    EXPECT_EQ(batch.rejects().back().reason, "field 'a\\x1B[31m\\x0A': is not a finite number");
  }
}

TEST(RecordBuilder, ABadValueCanBecomeNullButAMissingNameCannot) {
  ReadSpec spec = people();
  spec.bad_value_is_null = true;
  RecordBuilder builder(spec);
  RecordBatch batch;
  builder.begin();
  builder.set(0, Value::int64(9));
  builder.set(1, Value::string("Bob"));
  builder.set(2, Value::string("2017-02-30"));
  EXPECT_TRUE(builder.end({Origin::Kind::row, 1}, batch));
  EXPECT_TRUE(field_of(batch.record(0), 2).is_null());
  builder.begin();
  builder.set(0, Value::int64(10));
  EXPECT_FALSE(builder.end({Origin::Kind::row, 2}, batch));
}

TEST(RecordBuilder, CountsTheValuesThatBecameNull) {
  ReadSpec spec = people();
  spec.bad_value_is_null = true;
  RecordBuilder builder(spec);
  RecordBatch batch;
  for (const char* seen : {"2017-02-30", "2017-02-02", "0000-00-00"}) {
    builder.begin();
    builder.set(0, Value::int64(1));
    builder.set(1, Value::string("Ada"));
    builder.set(2, Value::string(seen));
    EXPECT_TRUE(builder.end({Origin::Kind::row, 1}, batch));
  }
  EXPECT_EQ(batch.nulled(), 2u);
  batch.clear();
  EXPECT_EQ(batch.nulled(), 0u);
}

TEST(RecordBuilder, KnowsWhichFieldsNoRecordHad) {
  const ReadSpec spec = people();
  RecordBuilder builder(spec);
  RecordBatch batch;
  builder.begin();
  builder.set(0, Value::int64(1));
  builder.set(1, Value::null());
  EXPECT_TRUE(builder.end({Origin::Kind::row, 1}, batch));
  EXPECT_EQ(builder.never_seen(), std::vector<std::size_t>{2}) << "a null is there, a missing field is not";
}

TEST(RecordBuilder, AMissingOptionalFieldIsNull) {
  const ReadSpec spec = people();
  RecordBuilder builder(spec);
  RecordBatch batch;
  builder.begin();
  builder.set(0, Value::int64(1));
  builder.set(1, Value::null());
  EXPECT_TRUE(builder.end({Origin::Kind::row, 1}, batch));
  EXPECT_TRUE(field_of(batch.record(0), 1).is_null());
  EXPECT_TRUE(field_of(batch.record(0), 2).is_null());
}

}  // namespace
}  // namespace counterpart
