#include "source/json/json_record.hpp"

#include <gtest/gtest.h>

#include "record/record.hpp"

namespace counterpart {
namespace {

/// Reads JSON objects one after the other with one reader, as a source does.
class Reading {
 public:
  explicit Reading(ReadSpec spec) : spec_(std::move(spec)), reader_(spec_), builder_(spec_) {}

  std::vector<Value> values(const std::string& json) {
    batch_.clear();
    const simdjson::padded_string padded(json);
    builder_.begin();
    reader_.read(parser_.parse(padded.data(), padded.size()).get_object().value(), builder_);
    std::vector<Value> values;
    if (builder_.end({Origin::Kind::line, 1}, batch_)) unpack(batch_.record(0), values);
    return values;
  }
  std::string reason(const std::string& json) {
    EXPECT_EQ(values(json), std::vector<Value>{});
    return batch_.rejects().empty() ? "" : batch_.rejects()[0].reason;
  }
  const std::vector<std::string>& names() const { return reader_.names_seen(); }

 private:
  ReadSpec spec_;
  JsonParser parser_;
  JsonRecordReader reader_;
  RecordBuilder builder_;
  RecordBatch batch_;
};

ReadSpec wanting(std::vector<std::string> names) {
  ReadSpec spec{.fields = {{"id", Type::null, true}}};
  for (auto& name : names) spec.fields.push_back({std::move(name)});
  return spec;
}

using Values = std::vector<Value>;

TEST(JsonRecordReader, GivesEachKindOfValueAsItIs) {
  Reading reading(wanting({"a", "b", "c", "d", "e"}));
  EXPECT_EQ(reading.values(R"({"id":-7,"a":1.5,"b":true,"c":null,"d":"Zo\u00eb","e":"","x":9})"),
            (Values{Value::int64(-7), Value::float64(1.5), Value::boolean(true), Value::null(),
                    Value::string("Zoë"), Value::string("")}));
}

TEST(JsonRecordReader, FindsKeysWhateverTheirOrder) {
  Reading reading(wanting({"a", "b"}));
  const Values wanted{Value::int64(1), Value::string("x"), Value::string("y")};
  EXPECT_EQ(reading.values(R"({"id":1,"a":"x","b":"y"})"), wanted);
  EXPECT_EQ(reading.values(R"({"id":1,"a":"x","b":"y"})"), wanted);
  EXPECT_EQ(reading.values(R"({"b":"y","a":"x","id":1})"), wanted);
  EXPECT_EQ(reading.values(R"({"more":0,"b":"y","more2":0,"id":1,"a":"x"})"), wanted);
  EXPECT_EQ(reading.values(R"({"id":1})"), (Values{Value::int64(1), Value::null(), Value::null()}));
  EXPECT_EQ(reading.values(R"({"\u0069d":1,"a":"x","b":"y"})"), wanted);
  EXPECT_EQ(reading.names(), (std::vector<std::string>{"id", "a", "b", "more", "more2"}));
}

TEST(JsonRecordReader, TakesTheLastOfAKeyThatStandsTwice) {
  Reading reading(wanting({"a"}));
  EXPECT_EQ(reading.values(R"({"id":1,"a":"x","a":"y"})"), (Values{Value::int64(1), Value::string("y")}));
}

TEST(JsonRecordReader, FollowsDottedPathsUnlessAKeyHasThatVeryName) {
  Reading reading(wanting({"address.city", "address.geo.lat"}));
  EXPECT_EQ(reading.values(R"({"id":1,"address":{"city":"Oslo","geo":{"lat":59.9}}})"),
            (Values{Value::int64(1), Value::string("Oslo"), Value::float64(59.9)}));
  EXPECT_EQ(reading.values(R"({"id":1,"address.city":"Rome","address":{"city":"Oslo"}})"),
            (Values{Value::int64(1), Value::string("Rome"), Value::null()}));
  EXPECT_EQ(reading.values(R"({"id":1,"address":{"city":"Oslo"},"address.city":"Rome"})"),
            (Values{Value::int64(1), Value::string("Rome"), Value::null()}));
  for (const char* none :
       {R"({"id":1,"address":null})", R"({"id":1,"address":"Oslo"})", R"({"id":1,"address":[]})"}) {
    EXPECT_EQ(reading.values(none), (Values{Value::int64(1), Value::null(), Value::null()})) << none;
  }
}

TEST(JsonRecordReader, FollowsPathsIntoListsByPosition) {
  Reading reading(wanting({"emails.0.value", "emails[1].value", "m[1][0]", "m.0.1", "a.b[0].c"}));
  EXPECT_EQ(reading.values(R"({"id":1,"emails":[{"value":"a@x"},{"value":"b@x"}],"m":[[1,2],[3,4]],
                               "a":{"b":[{"c":5}]}})"),
            (Values{Value::int64(1), Value::string("a@x"), Value::string("b@x"), Value::int64(3),
                    Value::int64(2), Value::int64(5)}));
  for (const char* none : {R"({"id":1,"emails":[],"m":[1],"a":{"b":[]}})",
                           R"({"id":1,"emails":null,"m":{},"a":{"b":{"0":{"c":1}}}})",
                           R"({"id":1,"emails":{"value":"c"},"m":[[]],"a":[{"b":[{"c":1}]}]})"}) {
    const Value null = Value::null();
    EXPECT_EQ(reading.values(none), (Values{Value::int64(1), null, null, null, null, null})) << none;
  }
}

TEST(JsonRecordReader, TakesPositionsForNamesWhereThereIsNoList) {
  Reading reading(wanting({"a.0", "b[0]", "c.d[0]", "e[00]", "f[x]", "g[0"}));
  EXPECT_EQ(
      reading.values(R"({"id":1,"a":{"0":"x"},"b":["list"],"b[0]":"name","c":{"d":["list"],"d[0]":"name"},
                               "e":[1],"f":[1],"g":[1]})"),
      (Values{Value::int64(1), Value::string("x"), Value::string("name"), Value::string("name"),
              Value::null(), Value::null(), Value::null()}));
}

TEST(JsonRecordReader, GivesNestedValuesAsMinifiedJson) {
  Reading reading(wanting({"tags", "address"}));
  EXPECT_EQ(reading.values(R"({ "id": 1, "tags": [ "a", 2 ], "address": { "city" : "Oslo" } })"),
            (Values{Value::int64(1), Value::string(R"(["a",2])"), Value::string(R"({"city":"Oslo"})")}));
}

TEST(JsonRecordReader, RefusesNestedValuesOfRequiredFields) {
  Reading reading(wanting({}));
  EXPECT_EQ(reading.reason(R"({"id":[1]})"), "field 'id': a list is not a value");
  EXPECT_EQ(reading.reason(R"({"id":{"n":1}})"), "field 'id': an object is not a value");
  EXPECT_EQ(reading.reason(R"({"ID":1})"), "field 'id': is missing");
}

TEST(JsonRecordReader, KeepsIntegersBeyondInt64AsText) {
  Reading reading(wanting({"a", "b", "c"}));
  EXPECT_EQ(
      reading.values(
          R"({"id":9223372036854775807,"a":9223372036854775808,"b":123456789012345678901234567890,"c":"\"-1234567890123456789012"})"),
      (Values{Value::int64(INT64_MAX), Value::string("9223372036854775808"),
              Value::string("123456789012345678901234567890"), Value::string("\"-1234567890123456789012")}));
  EXPECT_EQ(reading.values(R"({"id":-9223372036854775809,"a":1.25,"b":1e3,"c":-12345678901234567890.5})")[0],
            Value::string("-9223372036854775809"));
}

TEST(JsonRecordReader, RemembersOnlySoManyKeysButFindsAllWanted) {
  Reading reading(wanting({"wanted"}));
  std::string json = R"({"id":1)";
  for (int i = 0; i < 5000; ++i) json += ",\"k" + std::to_string(i) + "\":0";
  json += R"(,"wanted":"here"})";
  EXPECT_EQ(reading.values(json), (Values{Value::int64(1), Value::string("here")}));
  EXPECT_EQ(reading.values(json), (Values{Value::int64(1), Value::string("here")}));
  EXPECT_LE(reading.names().size(), 4096u);
}

TEST(JsonParser, SaysWhatIsWrongWithoutTheText) {
  JsonParser parser;
  const auto problem = [&](const std::string& text) {
    const simdjson::padded_string padded(text);
    return json_problem(parser.parse(padded.data(), padded.size()).error());
  };
  EXPECT_EQ(problem("{\"a\":\"\xC3\x28\"}"), "is not valid UTF-8");
  EXPECT_EQ(problem("{\"a\":1"), "is not valid JSON");
  EXPECT_EQ(problem("{\"a\":01}"), "holds a number that cannot be represented");
  EXPECT_EQ(problem("{\"a\":1e999}"), "holds a number that cannot be represented");
  EXPECT_EQ(problem("{\"a\":\"b}"), "is not valid JSON: a string is not closed");
}

}  // namespace
}  // namespace counterpart
