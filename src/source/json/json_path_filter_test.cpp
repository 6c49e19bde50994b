#include <gtest/gtest.h>
#include <simdjson.h>

#include "source/json/json_path.hpp"

namespace counterpart {
namespace {

using Texts = std::vector<std::string>;

Texts selected(const std::string& path, const std::string& json) {
  simdjson::dom::parser parser;
  std::vector<simdjson::dom::element> nodes;
  JsonPath::parse(path, ErrorKind::job_file).select(parser.parse(json), nodes);
  Texts texts;
  for (const auto node : nodes) texts.push_back(simdjson::minify(node));
  return texts;
}

/// Whether `condition` holds for the one element 0 beside the members a to z of this document.
bool holds(const std::string& condition) {
  return !selected("$.at[?" + condition + "]",
                   R"({"at":[0],"obj":{"x":"y"},"same":{"x":"y"},"arr":[2,3],"n":null,"f":false,"z":0,
                       "big":9007199254740993,"huge":18446744073709551615,"half":0.5,"e":"\u00eb","pair":"😀"})")
              .empty();
}

std::string problem(const std::string& condition) {
  const std::string path = "$[?" + condition + "]";
  try {
    JsonPath::parse(path, ErrorKind::job_file);
  } catch (const Error& error) {
    EXPECT_FALSE(error.hint().empty()) << path;
    const std::string what = error.what();
    return what.substr(what.rfind("JSONPath: ") + 10);
  }
  return "no problem";
}

TEST(JsonPathFilter, PicksWhatRealPagesNeed) {
  EXPECT_EQ(selected("$.data[?@.type=='person'].attributes",
                     R"({"data":[{"type":"person","attributes":1},{"type":"place","attributes":2},7]})"),
            Texts{"1"});
  EXPECT_EQ(selected("$.link[?(@.relation=='next')].url",
                     R"({"link":[{"relation":"self","url":"a"},{"relation":"next","url":"b"}]})"),
            Texts{R"("b")"});
  EXPECT_EQ(selected("$.entry[?@.roles[?@=='staff']].id",
                     R"({"entry":[{"id":1,"roles":["x"]},{"id":2,"roles":["y","staff"]},{"id":3}]})"),
            Texts{"2"});
}

// RFC 9535, table 11: comparisons, with its document under other names.
TEST(JsonPathFilter, ComparesAsTheStandardDoes) {
  for (const char* yes : {"$.absent1 == $.absent2",
                          "$.absent1 <= $.absent2",
                          "$.absent != 'g'",
                          "1 <= 2",
                          "'a' <= 'b'",
                          "'a' < 'ab'",
                          "$.obj == $.same",
                          "$.obj != $.arr",
                          "$.obj == $.obj",
                          "$.arr == $.arr",
                          "$.obj <= $.same",
                          "true <= true",
                          "1 == 1.0",
                          "-0 == 0",
                          "1e2 == 100",
                          "@ == 0",
                          "$.n == null",
                          "$.n <= null",
                          "$.half == 0.5",
                          "$.half < 1",
                          "$.e > 'z'",
                          "'\\uFFFF' < $.pair",
                          "2 > 1",
                          "2 >= 2",
                          "'a' == \"a\"",
                          "$.arr[-1] == 3",
                          "$['arr'][0]==2",
                          "$.huge > $.big",
                          "$.n != $.absent"})
    EXPECT_TRUE(holds(yes)) << yes;
  for (const char* no :
       {"$.absent == 'g'", "1 > 2",       "13 == '13'",   "'a' > 'b'",    "$.obj == $.arr", "$.obj != $.same",
        "$.obj < $.same",  "1 <= $.arr",  "1 >= $.arr",   "1 > $.arr",    "1 < $.arr",      "true > true",
        "true < false",    "$.obj == 17", "$.absent < 1", "$.absent > 1", "$.f == 0",       "$.n == $.absent",
        "0 == false",      "'a' == 'A'",  "$.arr == $.at"})
    EXPECT_FALSE(holds(no)) << no;
}

TEST(JsonPathFilter, ComparesLongIntegersExactly) {
  EXPECT_TRUE(holds("$.big == 9007199254740993"));
  EXPECT_FALSE(holds("$.big == 9007199254740992"));
  EXPECT_TRUE(holds("$.big > 9007199254740992.0"));
  EXPECT_TRUE(holds("$.huge > 9223372036854775807"));
}

TEST(JsonPathFilter, ComparesNestedValuesWhole) {
  const auto same = [](const std::string& a, const std::string& b) {
    return !selected("$[?@.a==@.b]", "[{\"a\":" + a + ",\"b\":" + b + "}]").empty();
  };
  EXPECT_TRUE(same(R"({"x":1,"y":[{"z":null}]})", R"({"y":[{"z":null}],"x":1.0})"));
  EXPECT_FALSE(same(R"({"x":1,"y":2})", R"({"x":1,"z":2})"));
  EXPECT_FALSE(same(R"({"x":1})", R"({"x":1,"y":2})"));
  EXPECT_FALSE(same("[1,2]", "[2,1]"));
  EXPECT_FALSE(same("[1,2]", "[1]"));
  EXPECT_FALSE(same("[]", "{}"));
  EXPECT_TRUE(same("[]", "[]"));
  EXPECT_TRUE(same("{}", "{}"));
}

TEST(JsonPathFilter, TellsExistenceFromTruth) {
  for (const char* yes :
       {"$.n", "$.f", "$.z", "@", "$", "$.obj.*", "$.arr[0]", "$..x", "!$.absent", "!$.z.a"})
    EXPECT_TRUE(holds(yes)) << yes;
  for (const char* no : {"$.absent", "@.a", "$.z.*", "!$.n", "$.at[?@==1]", "$.arr[2]"})
    EXPECT_FALSE(holds(no)) << no;
}

TEST(JsonPathFilter, BindsAndCloserThanOr) {
  EXPECT_TRUE(holds("$.n || $.absent && $.absent"));
  EXPECT_FALSE(holds("($.n || $.absent) && $.absent"));
  EXPECT_TRUE(holds("!$.absent && 1 == 1"));
  EXPECT_TRUE(holds("!(1 == 2)"));
  EXPECT_TRUE(holds("!(1 == 1) || $.n"));
  EXPECT_TRUE(holds(" ! ( $.absent || ( 1==2 && $.n ) ) "));
  EXPECT_TRUE(holds("1==2||1==2||1==1"));
  EXPECT_FALSE(holds("1==1&&1==1&&1==2"));
}

// RFC 9535, table 12.
TEST(JsonPathFilter, SelectsWithTheExamplesOfTheStandard) {
  const std::string json = R"({"a":[3,5,1,2,4,6,{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}],
                               "o":{"p":1,"q":2,"r":3,"s":5,"t":{"u":6}},"e":"f"})";
  EXPECT_EQ(selected("$.a[?@.b == 'kilo']", json), Texts{R"({"b":"kilo"})"});
  EXPECT_EQ(selected("$.a[?(@.b == 'kilo')]", json), Texts{R"({"b":"kilo"})"});
  EXPECT_EQ(selected("$.a[?@>3.5]", json), (Texts{"5", "4", "6"}));
  EXPECT_EQ(selected("$.a[?@.b]", json).size(), 4u);
  EXPECT_EQ(selected("$[?@.*]", json).size(), 2u);
  EXPECT_EQ(selected("$[?@[?@.b]]", json).size(), 1u);
  EXPECT_EQ(selected("$.o[?@<3, ?@<3]", json), (Texts{"1", "2", "1", "2"}));
  EXPECT_EQ(selected("$.a[?@<2 || @.b == \"k\"]", json), (Texts{"1", R"({"b":"k"})"}));
  EXPECT_EQ(selected("$.o[?@>1 && @<4]", json), (Texts{"2", "3"}));
  EXPECT_EQ(selected("$.o[?@.u || @.x]", json), Texts{R"({"u":6})"});
  EXPECT_EQ(selected("$.a[?@.b == $.x]", json), (Texts{"3", "5", "1", "2", "4", "6"}));
  EXPECT_EQ(selected("$.a[?@ == @]", json).size(), 10u);
  EXPECT_EQ(selected("$.e[?@]", json), Texts{});
  EXPECT_EQ(selected("$..[?@.u==6].u", json), Texts{"6"});
}

TEST(JsonPathFilter, SaysWhereItDoesNotParse) {
  EXPECT_EQ(problem(""), "no value at column 4");
  EXPECT_EQ(problem("@.a="), "unexpected '=' at column 7");
  EXPECT_EQ(problem("@.a=='b'=='c'"), "unexpected '=' at column 12");
  EXPECT_EQ(problem("@.a=="), "no value at column 9");
  EXPECT_EQ(problem("@.a==b"), "the unknown word 'b' at column 9");
  EXPECT_EQ(problem("@.a==True"), "unexpected 'T' at column 9");
  EXPECT_EQ(problem("'a'"), "no comparison of the value at column 7");
  EXPECT_EQ(problem("true"), "no comparison of the value at column 8");
  EXPECT_EQ(problem("(@.a"), "unexpected ']' at column 8");
  EXPECT_EQ(problem("@.a)"), "unexpected ')' at column 7");
  EXPECT_EQ(problem("(@.a)==1"), "unexpected '=' at column 9");
  EXPECT_EQ(problem("!1==1"), "no query or '(' after '!' at column 5");
  EXPECT_EQ(problem("!@.a==1"), "unexpected '=' at column 8");
  EXPECT_EQ(problem("!!@.a"), "no query or '(' after '!' at column 5");
  EXPECT_EQ(problem("@.a & @.b"), "unexpected '&' at column 8");
  EXPECT_EQ(problem("@.a &&"), "no value at column 10");
  EXPECT_EQ(problem("@.*==1"), "a comparison with what can be several values at column 4");
  EXPECT_EQ(problem("1==@..a"), "a comparison with what can be several values at column 7");
  EXPECT_EQ(problem("length(@.a)>1"), "the unsupported function 'length' at column 4");
  EXPECT_EQ(problem("1<count(@.*)"), "the unsupported function 'count' at column 6");
  EXPECT_EQ(problem("@.a=~'b'"), "unexpected '=' at column 7");
  EXPECT_EQ(problem("@.a==01"), "a number with a zero in front at column 9");
  EXPECT_EQ(problem("@.a==1."), "no digit at column 11");
  EXPECT_EQ(problem("@.a==1e"), "no digit at column 11");
  EXPECT_EQ(problem("@.a==1e999"), "a number out of range at column 9");
  EXPECT_EQ(problem("@.a==.5"), "unexpected '.' at column 9");
  EXPECT_EQ(problem("@.a==+1"), "unexpected '+' at column 9");
}

TEST(JsonPathFilter, LimitsItsNesting) {
  const auto nested = [](int levels) { return std::string(levels, '(') + "@.a" + std::string(levels, ')'); };
  EXPECT_EQ(problem(nested(31)), "no problem");
  EXPECT_EQ(problem(nested(32)).substr(0, 46), "more than 32 levels of parentheses and filters");
  std::string filters = "@";
  for (int i = 0; i < 32; ++i) filters = "@[?" + filters + "]";
  EXPECT_NE(problem(filters), "no problem");
}

}  // namespace
}  // namespace counterpart
