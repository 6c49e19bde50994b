#include "source/json/json_path.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

namespace counterpart {
namespace {

using Texts = std::vector<std::string>;

/// What `path` selects in `json`, each node minified.
Texts selected(const std::string& path, const std::string& json) {
  simdjson::dom::parser parser;
  std::vector<simdjson::dom::element> nodes;
  const JsonPath compiled = JsonPath::parse(path, ErrorKind::job_file);
  const simdjson::dom::element root = parser.parse(json);
  compiled.select(root, nodes);
  const auto first = compiled.first(root);
  EXPECT_EQ(first.has_value(), !nodes.empty()) << path;
  Texts texts;
  for (const auto node : nodes) texts.push_back(simdjson::minify(node));
  if (first && !texts.empty()) {
    EXPECT_EQ(simdjson::minify(*first), texts.front()) << path;
  }
  return texts;
}

std::string problem(const std::string& path) {
  try {
    JsonPath::parse(path, ErrorKind::job_file);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::job_file);
    EXPECT_FALSE(error.hint().empty()) << path;
    return error.what();
  }
  return "no problem";
}

TEST(JsonPointer, TakesTheExamplesOfItsStandard) {
  const std::string json =
      R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8})";
  EXPECT_EQ(selected("", "[1]"), Texts{"[1]"});
  EXPECT_EQ(selected("/foo", json), Texts{R"(["bar","baz"])"});
  EXPECT_EQ(selected("/foo/0", json), Texts{R"("bar")"});
  const Texts names{"/", "/a~1b", "/c%d", "/e^f", "/g|h", "/i\\j", "/k\"l", "/ ", "/m~0n"};
  for (std::size_t i = 0; i < names.size(); ++i)
    EXPECT_EQ(selected(names[i], json), Texts{std::to_string(i)}) << names[i];
}

TEST(JsonPointer, FindsMembersAndPositionsByWhatIsThere) {
  EXPECT_EQ(selected("/data/items/0/list", R"({"data":{"items":[{"list":[7]}]}})"), Texts{"[7]"});
  EXPECT_EQ(selected("/a/0", R"({"a":{"0":"member"}})"), Texts{R"("member")"});
  EXPECT_EQ(selected("/@odata.nextLink", R"({"@odata.nextLink":"u"})"), Texts{R"("u")"});
  EXPECT_EQ(selected("/a~01", R"({"a~1":1,"a/":2})"), Texts{"1"});
  for (const char* nowhere : {"/a/2", "/a/-", "/a/-1", "/a/00", "/a/+1", "/a/ 0", "/a/x",
                              "/a/99999999999999999999", "/b", "/a/0/0"})
    EXPECT_EQ(selected(nowhere, R"({"a":[0,1]})"), Texts{}) << nowhere;
}

TEST(JsonPointer, RefusesATildeWithoutItsNumber) {
  EXPECT_EQ(problem("/Zo\u00eb~2"), "\"/Zo\u00eb~2\" is not a JSON Pointer: '~' without 0 or 1 at column 5");
  EXPECT_EQ(problem("/a~"), "\"/a~\" is not a JSON Pointer: '~' without 0 or 1 at column 3");
  EXPECT_EQ(problem("/a~/b"), "\"/a~/b\" is not a JSON Pointer: '~' without 0 or 1 at column 3");
}

/// The book store of RFC 9535, 1.5, with shorter texts.
const char* const kStore = R"({"store":{
  "book":[{"category":"reference","author":"Rees","title":"Sayings","price":8.95},
          {"category":"fiction","author":"Waugh","title":"Sword","price":12.99},
          {"category":"fiction","author":"Melville","title":"Moby","isbn":"0-553","price":8.99},
          {"category":"fiction","author":"Tolkien","title":"Rings","isbn":"0-395","price":22.99}],
  "bicycle":{"color":"red","price":399}}})";

TEST(JsonPath, SelectsFromTheBookStore) {
  const Texts authors{R"("Rees")", R"("Waugh")", R"("Melville")", R"("Tolkien")"};
  EXPECT_EQ(selected("$.store.book[*].author", kStore), authors);
  EXPECT_EQ(selected("$..author", kStore), authors);
  EXPECT_EQ(selected("$.store..price", kStore), (Texts{"8.95", "12.99", "8.99", "22.99", "399"}));
  EXPECT_EQ(selected("$.store.*", kStore).size(), 2u);
  EXPECT_EQ(selected("$..book[2].title", kStore), Texts{R"("Moby")"});
  EXPECT_EQ(selected("$..book[2].publisher", kStore), Texts{});
  EXPECT_EQ(selected("$..book[-1].title", kStore), Texts{R"("Rings")"});
  const Texts first_two{R"("Sayings")", R"("Sword")"};
  EXPECT_EQ(selected("$..book[0,1].title", kStore), first_two);
  EXPECT_EQ(selected("$..book[:2].title", kStore), first_two);
  EXPECT_EQ(selected("$..book[?@.isbn].title", kStore), (Texts{R"("Moby")", R"("Rings")"}));
  EXPECT_EQ(selected("$..book[?@.price<10].title", kStore), (Texts{R"("Sayings")", R"("Moby")"}));
  EXPECT_EQ(selected("$..*", kStore).size(), 27u);
}

TEST(JsonPath, TakesBothKindsOfQuotes) {
  const std::string json = R"({"o":{"j j":{"k.k":3}},"'":{"@":2}})";
  EXPECT_EQ(selected("$.o['j j']", json), Texts{R"({"k.k":3})"});
  EXPECT_EQ(selected("$.o['j j']['k.k']", json), Texts{"3"});
  EXPECT_EQ(selected("$.o[\"j j\"][\"k.k\"]", json), Texts{"3"});
  EXPECT_EQ(selected("$[\"'\"][\"@\"]", json), Texts{"2"});
  EXPECT_EQ(selected(R"($['\''][ "@" ])", json), Texts{"2"});
}

TEST(JsonPath, UnderstandsEscapes) {
  EXPECT_EQ(selected(R"($['\u00eb\/\\'])", R"({"\u00eb/\\":1})"), Texts{"1"});
  EXPECT_EQ(selected(R"($["\"\b\f\n\r\t"])", R"({"\"\b\f\n\r\t":1})"), Texts{"1"});
  EXPECT_EQ(selected(R"($['\uD83D\ude00','\u20ac','\u0041'])", R"({"A":1,"€":2,"😀":3})"),
            (Texts{"3", "2", "1"}));
  EXPECT_EQ(selected("$.Zo\u00eb_1", R"({"Zoë_1":1})"), Texts{"1"});
}

TEST(JsonPath, SelectsAllChildren) {
  const std::string json = R"({"o":{"j":1,"k":2},"a":[5,3]})";
  EXPECT_EQ(selected("$", json), Texts{json});
  EXPECT_EQ(selected("$[*]", json), (Texts{R"({"j":1,"k":2})", "[5,3]"}));
  EXPECT_EQ(selected("$.o[*]", json), (Texts{"1", "2"}));
  EXPECT_EQ(selected("$.o[*,*]", json), (Texts{"1", "2", "1", "2"}));
  EXPECT_EQ(selected("$.a.*", json), (Texts{"5", "3"}));
  EXPECT_EQ(selected("$.a[0][*]", json), Texts{});
}

TEST(JsonPath, CountsIndexesFromBothEnds) {
  EXPECT_EQ(selected("$[1]", R"(["a","b"])"), Texts{R"("b")"});
  EXPECT_EQ(selected("$[-2]", R"(["a","b"])"), Texts{R"("a")"});
  for (const char* nowhere :
       {"$[2]", "$[-3]", "$[9007199254740991]", "$[-9007199254740991]", "$['0']", "$.a"})
    EXPECT_EQ(selected(nowhere, R"(["a","b"])"), Texts{}) << nowhere;
  EXPECT_EQ(selected("$[0]", R"({"0":1})"), Texts{});
}

TEST(JsonPath, SlicesInBothDirections) {
  const auto slice = [](const std::string& text) {
    std::string joined;
    for (const auto& digit : selected("$[" + text + "]", "[0,1,2,3,4,5,6]")) joined += digit;
    return joined;
  };
  EXPECT_EQ(slice("1:3"), "12");
  EXPECT_EQ(slice("5:"), "56");
  EXPECT_EQ(slice("1:5:2"), "13");
  EXPECT_EQ(slice("5:1:-2"), "53");
  EXPECT_EQ(slice("::-1"), "6543210");
  EXPECT_EQ(slice(":"), "0123456");
  EXPECT_EQ(slice("::"), "0123456");
  EXPECT_EQ(slice(" 1 : 6 : 2 "), "135");
  EXPECT_EQ(slice("-3:-1"), "45");
  EXPECT_EQ(slice("-1:-4:-1"), "654");
  EXPECT_EQ(slice("-100:100:3"), "036");
  EXPECT_EQ(slice("100:-100:-3"), "630");
  EXPECT_EQ(slice("3:3"), "");
  EXPECT_EQ(slice("4:2"), "");
  EXPECT_EQ(slice("2:4:-1"), "");
  EXPECT_EQ(slice("::0"), "");
  EXPECT_EQ(slice("::9007199254740991"), "0");
  EXPECT_EQ(slice("::-9007199254740991"), "6");
  EXPECT_EQ(selected("$[::-1]", "[]"), Texts{});
  EXPECT_EQ(selected("$[:]", R"({"a":1})"), Texts{});
  EXPECT_EQ(selected("$[::-1].a", R"([{"a":1},{"b":0},{"a":2}])"), (Texts{"2", "1"}));
}

TEST(JsonPath, UnitesSelectorsInTheirOrder) {
  EXPECT_EQ(selected("$[0,3]", R"(["a","b","c","d"])"), (Texts{R"("a")", R"("d")"}));
  EXPECT_EQ(selected("$[2:,0, 0]", R"(["a","b","c","d"])"), (Texts{R"("c")", R"("d")", R"("a")", R"("a")"}));
  EXPECT_EQ(selected("$['b','a',1]", R"({"a":1,"b":2})"), (Texts{"2", "1"}));
}

TEST(JsonPath, DescendsInTheOrderOfTheDocument) {
  const std::string json = R"({"o":{"j":1,"k":2},"a":[5,3,[{"j":4},{"k":6}]]})";
  EXPECT_EQ(selected("$..j", json), (Texts{"1", "4"}));
  EXPECT_EQ(selected("$..[0]", json), (Texts{"5", R"({"j":4})"}));
  EXPECT_EQ(selected("$..*", json).size(), 11u);
  EXPECT_EQ(selected("$..[*]", json), selected("$..*", json));
  EXPECT_EQ(selected("$..o", json), Texts{R"({"j":1,"k":2})"});
  EXPECT_EQ(selected("$.o..[*,*]", json), (Texts{"1", "2", "1", "2"}));
  EXPECT_EQ(selected("$.a..[0,1]", json), (Texts{"5", "3", R"({"j":4})", R"({"k":6})"}));
  EXPECT_EQ(selected("$..users[*]", R"({"users":[1],"x":[{"users":[2,3]},{"users":null}]})"),
            (Texts{"1", "2", "3"}));
  EXPECT_EQ(selected("$..a", R"({"a":{"a":{"a":1}}})"), (Texts{R"({"a":{"a":1}})", R"({"a":1})", "1"}));
}

TEST(JsonPath, KeepsNullApartFromNothing) {
  const std::string json = R"({"a":null,"b":[null],"c":[{}],"null":1})";
  EXPECT_EQ(selected("$.a", json), Texts{"null"});
  EXPECT_EQ(selected("$.a[0]", json), Texts{});
  EXPECT_EQ(selected("$.a.d", json), Texts{});
  EXPECT_EQ(selected("$.b[*]", json), Texts{"null"});
  EXPECT_EQ(selected("$.null", json), Texts{"1"});
}

TEST(JsonPath, AllowsBlanksWhereTheStandardDoes) {
  EXPECT_EQ(selected("$ .a\t[ 'b' , \"c\" ]\n ..d", R"({"a":{"b":{"d":1},"c":{"d":2}}})"), (Texts{"1", "2"}));
  for (const char* bad : {" $", "$ ", "$. a", "$.. a", "$.a ", "$[- 1]"})
    EXPECT_NE(problem(bad), "no problem") << bad;
}

TEST(JsonPath, KnowsWhetherItSelectsOnePlace) {
  const auto path = [](const char* text) { return JsonPath::parse(text, ErrorKind::job_file); };
  for (const char* one : {"", "/a/0", "$", "$.a[0]['b'][-1]"}) EXPECT_TRUE(path(one).singular()) << one;
  for (const char* many : {"$.*", "$[*]", "$[0,1]", "$[:1]", "$..a", "$[?@]"})
    EXPECT_FALSE(path(many).singular()) << many;
  EXPECT_TRUE(path("").empty());
  EXPECT_TRUE(path("$").empty());
  EXPECT_FALSE(path("/").empty());
  EXPECT_EQ(path("$.entry[*].resource").anchor().text(), "$.entry");
  EXPECT_TRUE(path("$.entry[*].resource").anchor().singular());
  EXPECT_EQ(path("$['a'] [0] [?@.b].c").anchor().text(), "$['a'] [0]");
  EXPECT_EQ(path("$..a").anchor().text(), "$");
  EXPECT_TRUE(path("$..a").anchor().empty());
  EXPECT_EQ(path("/a/b").anchor().text(), "/a/b");
}

TEST(JsonPath, SaysWhereItDoesNotParse) {
  EXPECT_EQ(problem("users"), "\"users\" begins neither like a JSON Pointer ('/') nor like a JSONPath ('$')");
  const auto place = [](const std::string& text) { return problem(text).substr(text.size() + 22); };
  EXPECT_EQ(problem("$."), "\"$.\" is not a JSONPath: no name at column 3");
  EXPECT_EQ(place("$.@odata.nextLink"), "no name at column 3");
  EXPECT_EQ(place("$.a-b"), "unexpected '-' at column 4");
  EXPECT_EQ(place("$users"), "unexpected 'u' at column 2");
  EXPECT_EQ(place("$.a]"), "unexpected ']' at column 4");
  EXPECT_EQ(place("$[0"), "no ']' at column 4");
  EXPECT_EQ(place("$[0 1]"), "unexpected '1' at column 5");
  EXPECT_EQ(place("$[]"), "no name in quotes, index, '*' or '?' at column 3");
  EXPECT_EQ(place("$[a]"), "no name in quotes, index, '*' or '?' at column 3");
  EXPECT_EQ(place("$[0,]"), "no name in quotes, index, '*' or '?' at column 5");
  EXPECT_EQ(place("$['a"), "no closing quote for that at column 3");
  EXPECT_EQ(place("$['\\x']"), "an unknown escape at column 4");
  EXPECT_EQ(place("$['\\\"']"), "an unknown escape at column 4");
  EXPECT_EQ(place("$['\\"), "an unknown escape at column 4");
  EXPECT_EQ(place("$['\\u12G4']"), "no four hexadecimal digits at column 6");
  for (const char* half : {"$['\\ud800']", "$['\\udc00']", "$['\\ud800\\ud800']"})
    EXPECT_EQ(place(half), "half a surrogate pair at column 4") << half;
  EXPECT_EQ(place("$[007]"), "an index with a zero in front at column 3");
  EXPECT_EQ(place("$[-0]"), "an index with a zero in front at column 3");
  EXPECT_EQ(place("$[1:9007199254740992]"), "an index out of range at column 5");
  EXPECT_EQ(place("$[-]"), "no digit at column 4");
  EXPECT_EQ(place("$.length()"), "the unsupported function 'length' at column 3");
  EXPECT_EQ(problem("$['a\nb']"), "\"$['a\\x0Ab']\" is not a JSONPath: a control character at column 5");
  EXPECT_EQ(problem("$.\xFF"), "\"$.\\xFF\" is not valid UTF-8");
  EXPECT_EQ(problem(std::string("$\0", 2)), "\"$\\x00\" is not a JSONPath: unexpected '\\x00' at column 2");
}

TEST(JsonPath, LimitsItsTextAndItsDescents) {
  EXPECT_EQ(problem("/" + std::string(999, 'a')), "no problem");
  EXPECT_NE(problem("/" + std::string(1000, 'a')).find("is too long for a path: 1001 bytes"),
            std::string::npos);
  EXPECT_EQ(problem("$..a..b..c"), "no problem");
  EXPECT_EQ(problem("$..a..b..c..d"),
            "\"$..a..b..c..d\" is not a JSONPath: more than 3 times '..' at column 13");
}

TEST(JsonPath, WalksDocumentsAsDeepAsTheyCanBe) {
  constexpr int kDepth = 1000;
  std::string json;
  for (int i = 0; i < kDepth; ++i) json += R"({"a":)";
  json += "[]" + std::string(kDepth, '}');
  EXPECT_EQ(selected("$..a", json).size(), 1000u);
  std::string steps = "$";
  while (steps.size() < 990) steps += ".a";
  EXPECT_EQ(selected(steps, json).size(), 1u);
  EXPECT_EQ(selected("$..[?@..zzz]", json), Texts{});
  EXPECT_EQ(selected("$..[?$..zzz]", json), Texts{});
  EXPECT_EQ(selected("$[?@==$.a]", json).size(), 1u);
}

TEST(JsonPath, StopsBeforeItSelectsAPageTooManyTimes) {
  simdjson::dom::parser parser;
  std::string json = "[0";
  for (int i = 0; i < 9999; ++i) json += ",0";
  json = "[" + json + "]]";
  std::string path = "$[0";
  for (int i = 0; i < 400; ++i) path += ",0";
  const JsonPath compiled = JsonPath::parse(path + "][*,*,*,*,*]", ErrorKind::job_file);
  std::vector<simdjson::dom::element> nodes;
  try {
    compiled.select(parser.parse(json), nodes);
    FAIL() << nodes.size();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::api);
    EXPECT_NE(std::string(error.what()).find("selects more than 16,777,216 places"), std::string::npos);
  }
}

}  // namespace
}  // namespace counterpart
