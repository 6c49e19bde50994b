#include "source/json/json_page.hpp"

#include <gtest/gtest.h>

#include "counterpart/error.hpp"

namespace counterpart {
namespace {

std::optional<std::string> parse(JsonPage& page, std::string text) {
  const std::size_t size = text.size();
  text.resize(size + 64);
  return page.parse(std::string_view(text).substr(0, size));
}

JsonPath path(const std::string& text) {
  return JsonPath::parse(text, ErrorKind::job_file);
}

std::vector<simdjson::dom::element> records(const JsonPage& page, const std::string& at) {
  std::vector<simdjson::dom::element> list;
  page.list_at(path(at), list);
  return list;
}

template <typename Work>
std::string message(Work work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::api);
    return error.what();
  }
  return "no error";
}

constexpr const char* kMark = "\xEF\xB7\x90";

TEST(MarkBadText, ReplacesBadBytesAndLoneSurrogates) {
  std::string mark;
  EXPECT_EQ(mark_bad_text("a\xFF\"b\xC3\"", mark), std::string("a") + kMark + "\"b" + kMark + "\"");
  EXPECT_EQ(mark, kMark);
  EXPECT_EQ(mark_bad_text(R"("\ud800")", mark), std::string("\"") + kMark + "\"");
  EXPECT_EQ(mark_bad_text("\\\xFF \\\xC3\xA4", mark), std::string("\\") + kMark + " \\\xC3\xA4");
  EXPECT_EQ(mark_bad_text(R"("\uDC00x\ud83d\u0041")", mark),
            std::string("\"") + kMark + "x" + kMark + "\\u0041\"");
}

TEST(MarkBadText, LeavesWhatIsSound) {
  std::string mark;
  EXPECT_EQ(mark_bad_text("Zo\xC3\xAB \\ud83d\\ude00 \\\\ud800 \\n \\", mark), std::nullopt);
  EXPECT_EQ(mark_bad_text("", mark), std::nullopt);
}

TEST(MarkBadText, TakesAMarkThatTheTextDoesNotHave) {
  std::string mark;
  EXPECT_TRUE(mark_bad_text("\xFF \xEF\xB7\x90 \\uFDD1 \\ufdd2", mark));
  EXPECT_EQ(mark, "\xEF\xB7\x93");
}

TEST(JsonPage, ParsesWholeOrNotAtAll) {
  JsonPage page;
  EXPECT_EQ(parse(page, R"({"a":[1]})"), std::nullopt);
  EXPECT_EQ(parse(page, "\xEF\xBB\xBF[1]"), std::nullopt);
  for (const char* bad : {"", " ", "{\"a\":[1", "[1] x", "<html>", "[\"a", "[\"\\q\"]"})
    EXPECT_TRUE(parse(page, bad)) << bad;
}

TEST(JsonPage, FindsListsCountsAndFlags) {
  JsonPage page;
  parse(
      page,
      R"({"data":{"u/s":[1,2]},"n":7,"t":"12","f":3.0,"more":true,"null":null,"none":"","no":"false","url":"/2"})");
  EXPECT_EQ(records(page, "/data/u~1s").size(), 2u);
  EXPECT_EQ(page.count_at(path("/n")), 7u);
  EXPECT_EQ(page.count_at(path("/t")), 12u);
  EXPECT_EQ(page.count_at(path("/f")), 3u);
  EXPECT_TRUE(page.flag_at(path("/more")));
  EXPECT_FALSE(page.flag_at(path("/null")));
  for (const char* yes : {"/n", "/url"}) EXPECT_TRUE(page.flag_at(path(yes))) << yes;
  for (const char* no : {"/none", "/no"}) EXPECT_FALSE(page.flag_at(path(no))) << no;
  parse(page, "[1]");
  EXPECT_EQ(records(page, "").size(), 1u);
}

TEST(JsonPage, SaysWhatThePageHasInstead) {
  JsonPage page;
  parse(page, R"({"error":"no","c\u0007ode":1,"n":-1,"s":"x","list":[]})");
  EXPECT_EQ(message([&] { records(page, "/users"); }),
            "nothing at '/users': the page has error, c\\x07ode, n, s, list");
  EXPECT_EQ(message([&] { records(page, "/error"); }),
            "what is at '/error' is not a list: the page has error, c\\x07ode, n, s, list");
  EXPECT_EQ(message([&] { page.count_at(path("/n")); }), "what is at '/n' is not a count");
  EXPECT_EQ(message([&] { page.count_at(path("/s")); }), "what is at '/s' is not a count");
  EXPECT_EQ(message([&] { page.flag_at(path("/list")); }), "what is at '/list' says neither yes nor no");
  parse(page, "[]");
  EXPECT_EQ(message([&] { records(page, "/users"); }), "nothing at '/users': the page is a list");
  parse(page, "{}");
  EXPECT_EQ(message([&] { records(page, "/users"); }), "nothing at '/users': the page is an empty object");
}

TEST(JsonPage, TakesEachPlaceThatAPathSelectsAsARecord) {
  JsonPage page;
  parse(page, R"({"entry":[{"resource":1},{"resource":2},{}],"none":[],"by_id":{"7":{"n":1},"8":{"n":2}},
                  "text":"x","null":null})");
  std::vector<simdjson::dom::element> list = records(page, "$.entry");
  EXPECT_EQ(list.size(), 3u);
  page.list_at(path("$.entry[*].resource"), list);
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(simdjson::minify(list[1]), "2");
  EXPECT_EQ(records(page, "$.by_id.*").size(), 2u);
  EXPECT_EQ(records(page, "$.none[*]").size(), 0u);
  EXPECT_EQ(records(page, "$.entry[?@.resource>2]").size(), 0u);
  EXPECT_EQ(records(page, "$..resource").size(), 2u);
}

TEST(JsonPage, TakesNothingToSelectFromForAnError) {
  JsonPage page;
  parse(page, R"({"text":"x","null":null})");
  EXPECT_EQ(message([&] { records(page, "$.entry[*].resource"); }),
            "nothing at '$.entry': the page has text, null");
  EXPECT_EQ(message([&] { records(page, "$.text[*]"); }),
            "what is at '$.text' is not a list: the page has text, null");
  EXPECT_EQ(message([&] { records(page, "$.null[?@.a]"); }),
            "what is at '$.null' is not a list: the page has text, null");
  parse(page, "7");
  EXPECT_EQ(message([&] { records(page, "$..users[*]"); }),
            "what is at '$' is not a list: the page is a single value");
}

TEST(JsonPage, GivesLinksAndCursorsAsText) {
  JsonPage page;
  parse(page, R"({"next":"/p?2","n":12,"u":18446744073709551615,"d":1.5,"null":null,"empty":"",
                  "links":{"next":{"href":"/p?3"},"last":{"href":null},"odd":{"href":[]}},"t":true,"list":[],
                  "link":[{"relation":"self","url":"a"},{"relation":"next","url":"b"}]})");
  EXPECT_EQ(page.text_at(path("/next")), "/p?2");
  EXPECT_EQ(page.text_at(path("/n")), "12");
  EXPECT_EQ(page.text_at(path("/u")), "18446744073709551615");
  EXPECT_EQ(page.text_at(path("/d")), "1.5");
  EXPECT_EQ(page.text_at(path("/links/next")), "/p?3");
  EXPECT_EQ(page.text_at(path("$.link[?(@.relation=='next')].url")), "b");
  for (const char* nothing : {"/null", "/empty", "/absent", "/absent/x", "/links/last", "$.link[?@.x].url"})
    EXPECT_EQ(page.text_at(path(nothing)), std::nullopt) << nothing;
  for (const char* other : {"/t", "/list", "/links", "/links/odd"}) {
    EXPECT_EQ(message([&] { page.text_at(path(other)); }),
              std::string("what is at '") + other + "' is neither a text nor a number");
  }
}

TEST(JsonPage, TellsWhetherSomethingIsThere) {
  JsonPage page;
  parse(page, R"({"a":null,"b":false,"c":0,"d":"","e":[],"f":{},"g":-0.0,
                  "A":true,"B":1,"C":"0","D":[null],"E":{"x":null},"F":0.5,"G":18446744073709551615})");
  for (const char* no : {"/a", "/b", "/c", "/d", "/e", "/f", "/g", "/absent", "$['a','b']", "$.e[*]"})
    EXPECT_FALSE(page.truthy_at(path(no))) << no;
  for (const char* yes : {"/A", "/B", "/C", "/D", "/E", "/F", "/G", "$['a','B']", "$[?@==1]"})
    EXPECT_TRUE(page.truthy_at(path(yes))) << yes;
}

TEST(JsonPage, RefusesOnlyWantedFieldsThatWereDamaged) {
  const ReadSpec spec{.fields = {{"id"}, {"name"}, {"home.city"}, {"mails[1].to"}}};
  JsonPage page;
  ASSERT_EQ(
      parse(page,
            "[{\"id\":1,\"name\":\"a\\ud800\"},{\"id\":2,\"name\":\"b\",\"other\":\"\xFF\"},"
            "{\"id\":3,\"home\":{\"city\":\"\xFF\"}},{\"id\":4,\"home\":{\"city\":\"c\",\"x\":\"\xFF\"}},"
            "{\"id\":5,\"mails\":[{\"to\":\"\xFF\"},{\"to\":\"d\"}]},"
            "{\"id\":6,\"mails\":[{},{\"to\":\"\xFF\"}]}]"),
      std::nullopt);
  EXPECT_TRUE(page.damaged());
  RecordBuilder builder(spec);
  RecordBatch batch;
  JsonRecordReader reader(spec);
  for (const simdjson::dom::element record : records(page, "")) {
    builder.begin();
    reader.read(record, builder);
    page.refuse_damaged(record, spec, builder);
    builder.end({}, batch);
  }
  EXPECT_EQ(batch.size(), 3u);
  ASSERT_EQ(batch.rejects().size(), 3u);
  EXPECT_EQ(batch.rejects()[0].reason, "field 'name': is not valid UTF-8");
  EXPECT_EQ(batch.rejects()[1].reason, "field 'home.city': is not valid UTF-8");
  EXPECT_EQ(batch.rejects()[2].reason, "field 'mails[1].to': is not valid UTF-8");
}

}  // namespace
}  // namespace counterpart
