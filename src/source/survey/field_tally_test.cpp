#include "source/survey/field_tally.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <simdjson.h>

#include "source/json/json_tally.hpp"

namespace counterpart {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// One field with these texts, one a record; "-" is null.
FieldSurvey of_texts(const std::vector<std::string>& texts) {
  FieldTally tally;
  std::uint64_t number = 0;
  for (const std::string& text : texts) {
    EXPECT_TRUE(tally.begin(++number));
    tally.value("f", text == "-" ? Value::null() : Value::string(text));
  }
  return tally.fields().front();
}

TEST(FieldTally, KnowsDatesInstantsAndNumbersThatComeAsTexts) {
  EXPECT_EQ(of_texts({"2017-01-31", "2017-02-28", "-"}).meant, Type::date);
  EXPECT_EQ(of_texts({"2017-01-31", "2017-02-28T10:00:00Z"}).meant, Type::timestamp);
  EXPECT_EQ(of_texts({"7", "-12"}).meant, Type::int64);
  for (const char* text : {"007", "+7", "7.0", "1e3", "", "2017-02-30", "99999999999999999999"})
    EXPECT_EQ(of_texts({"7", text}).meant, Type::string) << text;
  EXPECT_EQ(of_texts({"7"}).given, Type::string);
}

TEST(FieldTally, TakesAFewBadDatesAmongManyForDates) {
  const FieldSurvey field = of_texts({"2017-01-01", "2017-01-02", "2017-01-03", "2017-01-04", "2017-13-05"});
  EXPECT_EQ(field.meant, Type::date);
  EXPECT_EQ(field.misfits, 1u);
  EXPECT_EQ(of_texts({"2017-01-01", "soon", "later"}).meant, Type::string);
}

TEST(FieldTally, SeesWhatIsMissingAndWhatRepeats) {
  EXPECT_TRUE(of_texts({"a", "b"}).always);
  EXPECT_TRUE(of_texts({"a", "b"}).unique);
  EXPECT_FALSE(of_texts({"a", "-"}).always);
  EXPECT_FALSE(of_texts({"a", "a"}).unique);
  EXPECT_EQ(of_texts({"Zoë", "a"}).longest, 3u);
}

TEST(FieldTally, CountsARecordThatComesAgainOnce) {
  FieldTally tally;
  EXPECT_TRUE(tally.begin(1));
  tally.value("id", Value::int64(1));
  EXPECT_FALSE(tally.begin(1));
  EXPECT_EQ(tally.records(), 1u);
  EXPECT_TRUE(tally.fields().front().unique);
}

TEST(FieldTally, SeesAnOrderAfterNormalization) {
  EXPECT_THAT(of_texts({"A", "B", "B", "C", "D", "E"}).ordered, ElementsAre("none", "strict", "name"));
  EXPECT_THAT(of_texts({"a", "B", "c", "É", "f"}).ordered, ElementsAre("name"));
  EXPECT_THAT(of_texts({"A", "B", "C", "B", "D", "E", "F"}).ordered, IsEmpty());
  EXPECT_THAT(of_texts({"A", "A", "B"}).ordered, IsEmpty()) << "too few to tell";
}

TEST(FieldTally, MixedNumbersAreFractionsAndOtherMixturesNothing) {
  FieldTally tally;
  tally.begin(1);
  tally.value("score", Value::int64(7));
  tally.value("mixed", Value::int64(7));
  tally.begin(2);
  tally.value("score", Value::float64(7.5));
  tally.value("mixed", Value::string("seven"));
  EXPECT_EQ(tally.fields()[0].given, Type::float64);
  EXPECT_EQ(tally.fields()[1].given, Type::null);
}

TEST(JsonTally, NamesNestedFieldsAsAJobFileDoes) {
  simdjson::dom::parser parser;
  const simdjson::padded_string text =
      R"({"id":18446744073709551615,"name":[{"family":"F","given":["G","H"]}],"tags":[],"a":{"b":{"c":true,"d":null}},
          "deep":{"1":{"2":{"3":{"4":{"5":1}}}}}})"_padded;
  FieldTally tally;
  tally_record(parser.parse(text).get_object().value(), tally);
  std::vector<std::string> names;
  for (const FieldSurvey& field : tally.fields())
    names.push_back(field.name + (field.structured ? " structured" : ""));
  EXPECT_THAT(names, ElementsAre("id", "name[0].family", "name[0].given[0]", "tags structured", "a.b.c",
                                 "a.b.d", "deep.1.2.3.4 structured"));
  EXPECT_EQ(tally.fields()[0].given, Type::string);
}

}  // namespace
}  // namespace counterpart
