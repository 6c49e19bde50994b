#include "source/json/json_body.hpp"

#include <gtest/gtest.h>

#include "counterpart/error.hpp"

namespace counterpart {
namespace {

TEST(JsonBody, TakesAValueInPlaceOfAnotherOrBehindTheOthers) {
  EXPECT_EQ(with_value(R"({ "a": 1, "b": [1, 2.50] })", "/a", "7"), R"({"a":7,"b":[1,2.5]})");
  EXPECT_EQ(with_value(R"({"a":1})", "/c", "\"x\""), R"({"a":1,"c":"x"})");
  EXPECT_EQ(with_value("{}", "/c", "7"), R"({"c":7})");
}

TEST(JsonBody, MakesTheObjectsOnTheWay) {
  EXPECT_EQ(with_value("", "/page/after/id", "7"), R"({"page":{"after":{"id":7}}})");
  EXPECT_EQ(with_value(R"({"page":{"size":5},"q":"a"})", "/page/after", "7"),
            R"({"page":{"size":5,"after":7},"q":"a"})");
}

TEST(JsonBody, KnowsTheEscapesOfPointersAndOfTexts) {
  EXPECT_EQ(with_value(R"({"a/b":{"~c":1}})", "/a~1b/~0c", "2"), R"({"a/b":{"~c":2}})");
  EXPECT_EQ(with_value(R"({"say":"\"\u00fc\n\""})", "/n", "1"), "{\"say\":\"\\\"ü\\n\\\"\",\"n\":1}");
}

TEST(JsonBody, RefusesABodyThatHasNoPlaceForIt) {
  for (const auto& [body, pointer] : {std::pair{"[1]", "/a"},
                                      {"7", "/a"},
                                      {R"({"a":[1]})", "/a/0"},
                                      {R"({"a":"b"})", "/a/c"},
                                      {"{", "/a"}}) {
    try {
      with_value(body, pointer, "1");
      ADD_FAILURE() << body;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::job_file);
      EXPECT_FALSE(error.hint().empty());
    }
  }
}

}  // namespace
}  // namespace counterpart
