#include "contract/source_contract.hpp"

#include <algorithm>
#include <deque>
#include <utility>

#include "record/record.hpp"

namespace counterpart::test {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SourceContract);

namespace {

constexpr std::size_t kManyRows = 2'500;

const ReadSpec& people() {
  static const ReadSpec spec{.fields = {{.name = "id", .type = Type::int64, .required = true},
                                        {.name = "name", .type = Type::string, .required = true},
                                        {.name = "seen", .type = Type::date}},
                             .id = 0};
  return spec;
}

SourceTable people_table(std::vector<std::vector<Cell>> rows) {
  return {{{"id", Type::int64}, {"name", Type::string}, {"seen", Type::date}}, std::move(rows), ""};
}

std::vector<Cell> person(std::int64_t id, const char* name, const char* seen = "2017-02-02") {
  return {Value::int64(id), Value::string(name), Value::string(seen)};
}

std::string shown(Value value) {
  if (value.is_null()) return "NULL";
  if (value.type() == Type::string) return std::string(value.as_string());
  return std::string(type_name(value.type())) + ":" + to_text(value);
}

}  // namespace

std::unique_ptr<RecordStream> SourceContract::open(const SourceTable& table, const ReadSpec& read) {
  world_ = GetParam().make_world();
  return world_->open(table, SourceContext{read, progress_, cancel_, 16 << 20});
}

SourceContract::Outcome SourceContract::drain(RecordStream& stream) {
  Outcome outcome;
  RecordBatch batch;
  std::vector<Value> values;
  while (stream.next(batch)) {
    EXPECT_FALSE(batch.empty());
    for (std::size_t i = 0; i < batch.size(); ++i) {
      unpack(batch.record(i), values);
      std::vector<std::string>& row = outcome.rows.emplace_back();
      for (const Value& value : values) row.push_back(shown(value));
    }
    outcome.rejects.insert(outcome.rejects.end(), batch.rejects().begin(), batch.rejects().end());
  }
  EXPECT_TRUE(batch.empty());
  return outcome;
}

std::vector<std::vector<std::string>> SourceContract::arranged(
    std::vector<std::vector<std::string>> rows) const {
  if (!quirks().in_order) std::sort(rows.begin(), rows.end());
  return rows;
}

TEST_P(SourceContract, GivesEveryRowOnceInArrivalOrder) {
  std::deque<std::string> names;
  SourceTable table = people_table({});
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < kManyRows; ++i) {
    names.push_back("name " + std::to_string(i));
    const std::size_t id = (i * 7919) % kManyRows;
    table.rows.push_back(person(static_cast<std::int64_t>(id), names.back().c_str()));
    rows.push_back({"int64:" + std::to_string(id), names[i], "date:2017-02-02"});
  }
  const auto stream = open(table, people());
  const Outcome outcome = drain(*stream);
  EXPECT_TRUE(outcome.rejects.empty());
  ASSERT_EQ(arranged(outcome.rows), arranged(rows));
  EXPECT_EQ(progress_.records.load(), kManyRows);
  EXPECT_FALSE(stream->report().end_reason.empty());
}

TEST_P(SourceContract, SaysTheEndAgainWhenAskedAgain) {
  const auto stream = open(people_table({person(1, "Ada")}), people());
  EXPECT_EQ(drain(*stream).rows.size(), 1u);
  RecordBatch batch;
  EXPECT_FALSE(stream->next(batch));
  EXPECT_FALSE(stream->next(batch));
  EXPECT_TRUE(batch.empty());
}

TEST_P(SourceContract, EndsAtOnceWithoutRows) {
  const auto stream = open(people_table({}), people());
  EXPECT_TRUE(drain(*stream).rows.empty());
}

TEST_P(SourceContract, ReadsOnlyTheWantedFieldsInTheirOrder) {
  const ReadSpec read{.fields = {{.name = "seen", .type = Type::date}, {.name = "id", .type = Type::int64}},
                      .id = 1};
  const auto stream = open(people_table({person(7, "Ada")}), read);
  EXPECT_EQ(drain(*stream).rows, (std::vector<std::vector<std::string>>{{"date:2017-02-02", "int64:7"}}));
}

TEST_P(SourceContract, KeepsTextsAsTheyAre) {
  const std::vector<const char*> texts{"plain",
                                       " spaces ",
                                       "tab\tnew\nline",
                                       "\"quoted\", and; 'so'",
                                       "back\\slash \\N",
                                       "NULL",
                                       "Zo\xC3\xAB",
                                       "\xF0\x9F\x98\x80 emoji",
                                       "e\xCC\x81",
                                       "007",
                                       "=1+1"};
  SourceTable table = people_table({});
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    table.rows.push_back(person(static_cast<std::int64_t>(i), texts[i]));
    rows.push_back({"int64:" + std::to_string(i), texts[i], "date:2017-02-02"});
  }
  const auto stream = open(table, people());
  EXPECT_EQ(arranged(drain(*stream).rows), arranged(rows));
}

TEST_P(SourceContract, TellsNullFromTheEmptyText) {
  if (!quirks().has_nulls) GTEST_SKIP() << "this source has no nulls";
  SourceTable table = people_table({person(1, ""), person(2, "Ada")});
  table.rows[1][1] = Value::null();
  table.rows[1][2] = Value::null();
  const auto stream = open(table, people());
  EXPECT_EQ(arranged(drain(*stream).rows),
            (std::vector<std::vector<std::string>>{{"int64:1", "", "date:2017-02-02"},
                                                   {"int64:2", "NULL", "NULL"}}));
}

TEST_P(SourceContract, RejectsANullId) {
  if (!quirks().has_nulls) GTEST_SKIP() << "this source has no nulls";
  SourceTable table = people_table({person(1, "Ada"), person(2, "Bob")});
  table.rows[1][0] = Value::null();
  const auto stream = open(table, people());
  const Outcome outcome = drain(*stream);
  EXPECT_EQ(outcome.rows.size(), 1u);
  ASSERT_EQ(outcome.rejects.size(), 1u);
  EXPECT_EQ(outcome.rejects[0].reason, "field 'id': the id is null");
  EXPECT_EQ(outcome.rejects[0].origin.text(), quirks().origin(1).text());
}

TEST_P(SourceContract, RejectsABadValueWithItsOrigin) {
  if (!quirks().stores_bad_dates) GTEST_SKIP() << "this source cannot hold a bad date";
  const auto stream =
      open(people_table({person(1, "Ada"), person(2, "Bob", "0000-00-00"), person(90, "Cy")}), people());
  const Outcome outcome = drain(*stream);
  EXPECT_EQ(outcome.rows.size(), 2u);
  ASSERT_EQ(outcome.rejects.size(), 1u);
  EXPECT_EQ(outcome.rejects[0].reason, "field 'seen': not a valid date");
  EXPECT_EQ(outcome.rejects[0].origin.text(), quirks().origin(1).text());
}

TEST_P(SourceContract, MakesABadValueNullIfAsked) {
  if (!quirks().stores_bad_dates) GTEST_SKIP() << "this source cannot hold a bad date";
  ReadSpec read = people();
  read.bad_value_is_null = true;
  const auto stream = open(people_table({person(2, "Bob", "0000-00-00")}), read);
  EXPECT_EQ(drain(*stream).rows, (std::vector<std::vector<std::string>>{{"int64:2", "Bob", "NULL"}}));
}

TEST_P(SourceContract, RejectsARecordWithoutARequiredField) {
  if (!quirks().has_missing_fields) GTEST_SKIP() << "records of this source have all fields";
  SourceTable table = people_table({person(1, "Ada"), person(2, "Bob"), person(3, "Cy")});
  table.rows[1][1] = std::nullopt;
  table.rows[2][2] = std::nullopt;
  const auto stream = open(table, people());
  const Outcome outcome = drain(*stream);
  ASSERT_EQ(outcome.rows.size(), 2u);
  EXPECT_EQ(outcome.rows[1], (std::vector<std::string>{"int64:3", "Cy", "NULL"}));
  ASSERT_EQ(outcome.rejects.size(), 1u);
  EXPECT_EQ(outcome.rejects[0].reason, "field 'name': is missing");
  EXPECT_EQ(outcome.rejects[0].origin.text(), quirks().origin(1).text());
}

TEST_P(SourceContract, NamesAFieldThatItDoesNotHave) {
  if (!quirks().knows_fields_before) GTEST_SKIP() << "this source learns its fields while reading";
  const ReadSpec read{.fields = {{.name = "id"}, {.name = "nane", .required = true}}, .id = 0};
  try {
    open(people_table({person(1, "Ada")}), read);
    FAIL() << "opened without the field";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), quirks().error_kind);
    EXPECT_NE(std::string(error.what()).find("nane"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("did you mean 'name'?"), std::string::npos) << error.what();
  }
}

TEST_P(SourceContract, GivesNumbersTheTypeOfTheSource) {
  const ReadSpec read{.fields = {{.name = "id"}, {.name = "name"}}, .id = 0};
  const auto stream = open(people_table({person(42, "Ada")}), read);
  EXPECT_EQ(drain(*stream).rows,
            (std::vector<std::vector<std::string>>{{quirks().typed ? "int64:42" : "42", "Ada"}}));
}

TEST_P(SourceContract, KnowsItsFieldNamesAfterTheFirstBatch) {
  const auto stream = open(people_table({person(1, "Ada")}), people());
  drain(*stream);
  const std::vector<std::string> names = stream->field_names();
  for (const char* name : {"id", "name", "seen"})
    EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
}

TEST_P(SourceContract, StopsWhenCancelled) {
  SourceTable table = people_table({});
  for (std::size_t i = 0; i < kManyRows; ++i)
    table.rows.push_back(person(static_cast<std::int64_t>(i), "Ada"));
  const auto stream = open(table, people());
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  cancel_.cancel(ErrorKind::interrupted);
  try {
    while (stream->next(batch)) {
    }
    FAIL() << "read to the end";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
}

TEST_P(SourceContract, PromisesUniqueIdsOnlyUnderAPrimaryKey) {
  SourceTable table = people_table({person(1, "Ada")});
  EXPECT_FALSE(open(table, people())->unique_ids());
  table.primary_key = "name";
  EXPECT_FALSE(open(table, people())->unique_ids());
  table.primary_key = "id";
  EXPECT_EQ(open(table, people())->unique_ids(), quirks().knows_primary_keys);
}

}  // namespace counterpart::test
