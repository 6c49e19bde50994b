#include "source/json_page.hpp"

#include <gtest/gtest.h>

#include "counterpart/error.hpp"

namespace counterpart {
namespace {

std::optional<std::string> parse(JsonPage& page, std::string text) {
  const std::size_t size = text.size();
  text.resize(size + 64);
  return page.parse(std::string_view(text).substr(0, size));
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
  parse(page, R"({"data":{"u/s":[1,2]},"n":7,"t":"12","f":3.0,"more":true,"null":null})");
  EXPECT_EQ(page.list_at("/data/u~1s").size(), 2u);
  EXPECT_EQ(page.count_at("/n"), 7u);
  EXPECT_EQ(page.count_at("/t"), 12u);
  EXPECT_EQ(page.count_at("/f"), 3u);
  EXPECT_TRUE(page.flag_at("/more"));
  EXPECT_FALSE(page.flag_at("/null"));
  parse(page, "[1]");
  EXPECT_EQ(page.list_at("").size(), 1u);
}

TEST(JsonPage, SaysWhatThePageHasInstead) {
  JsonPage page;
  parse(page, R"({"error":"no","c\u0007ode":1,"n":-1,"s":"x"})");
  EXPECT_EQ(message([&] { page.list_at("/users"); }),
            "nothing at '/users': the page has error, c\\x07ode, n, s");
  EXPECT_EQ(message([&] { page.list_at("/error"); }),
            "what is at '/error' is not a list: the page has error, c\\x07ode, n, s");
  EXPECT_EQ(message([&] { page.count_at("/n"); }), "what is at '/n' is not a count");
  EXPECT_EQ(message([&] { page.count_at("/s"); }), "what is at '/s' is not a count");
  EXPECT_EQ(message([&] { page.flag_at("/s"); }), "what is at '/s' is neither true nor false");
  parse(page, "[]");
  EXPECT_EQ(message([&] { page.list_at("/users"); }), "nothing at '/users': the page is a list");
  parse(page, "{}");
  EXPECT_EQ(message([&] { page.list_at("/users"); }), "nothing at '/users': the page is an empty object");
}

TEST(JsonPage, RefusesOnlyWantedFieldsThatWereDamaged) {
  const ReadSpec spec{.fields = {{"id"}, {"name"}, {"home.city"}}};
  JsonPage page;
  ASSERT_EQ(
      parse(page,
            "[{\"id\":1,\"name\":\"a\\ud800\"},{\"id\":2,\"name\":\"b\",\"other\":\"\xFF\"},"
            "{\"id\":3,\"home\":{\"city\":\"\xFF\"}},{\"id\":4,\"home\":{\"city\":\"c\",\"x\":\"\xFF\"}}]"),
      std::nullopt);
  EXPECT_TRUE(page.damaged());
  RecordBuilder builder(spec);
  RecordBatch batch;
  JsonRecordReader reader(spec);
  for (const simdjson::dom::element record : page.list_at("")) {
    builder.begin();
    reader.read(record, builder);
    page.refuse_damaged(record, spec, builder);
    builder.end({}, batch);
  }
  EXPECT_EQ(batch.size(), 2u);
  ASSERT_EQ(batch.rejects().size(), 2u);
  EXPECT_EQ(batch.rejects()[0].reason, "field 'name': is not valid UTF-8");
  EXPECT_EQ(batch.rejects()[1].reason, "field 'home.city': is not valid UTF-8");
}

}  // namespace
}  // namespace counterpart
