#include "source/rest/turning.hpp"

#include <gtest/gtest.h>

namespace counterpart {
namespace {

using Where = PagesSpec::Where;

http::Request request(const std::string& url = "https://h/users?sort=id") {
  return {http::Url::parse(url, ErrorKind::job_file), {{"Accept", "x"}}, true, R"({"q":"a"})"};
}

PagesSpec spec_of(Where where, const std::string& param) {
  PagesSpec spec;
  spec.where = where;
  spec.param = param;
  return spec;
}

TEST(Turning, ReplacesTheQueryParameterOfItsName) {
  const Turning turning(spec_of(Where::query, "page"));
  http::Request made = request("https://h/users?page=7&sort=id&page=8");
  turning.set(made, 9);
  EXPECT_EQ(made.url.text(), "https://h/users?page=9&sort=id");
  turning.set(made, std::string("a&b=ü"));
  EXPECT_EQ(made.url.text(), "https://h/users?page=a%26b%3D%C3%BC&sort=id");
  EXPECT_EQ(turning.text(), "the parameter 'page'");
}

TEST(Turning, ReplacesTheHeaderOfItsNameWhateverItsCase) {
  const Turning turning(spec_of(Where::header, "X-Page"));
  http::Request made = request();
  made.headers.emplace_back("x-page", "0");
  turning.set(made, std::string("t 1"));
  EXPECT_EQ(made.headers, (http::Headers{{"Accept", "x"}, {"X-Page", "t 1"}}));
  EXPECT_EQ(turning.text(), "the header 'X-Page'");
}

TEST(Turning, LetsNoValueBecomeAnotherHeader) {
  const Turning turning(spec_of(Where::header, "X-Page"));
  for (const char* value : {"a\r\nX-Admin: 1", "a\n", "a\x7F"}) {
    http::Request made = request();
    EXPECT_THROW(turning.set(made, std::string(value)), Error);
    EXPECT_EQ(made.headers.size(), 1u);
  }
}

TEST(Turning, PutsTextsAndNumbersIntoABody) {
  const Turning turning(spec_of(Where::body, "/page/after"));
  http::Request made = request();
  turning.set(made, std::string("5"));
  EXPECT_EQ(made.body, R"({"q":"a","page":{"after":"5"}})");
  turning.set(made, std::string("5"), true);
  EXPECT_EQ(made.body, R"({"q":"a","page":{"after":5}})");
  turning.set(made, -6);
  EXPECT_EQ(made.body, R"({"q":"a","page":{"after":-6}})");
  EXPECT_EQ(turning.text(), "'/page/after' in the body");
}

TEST(Turning, FillsThePathAndKeepsWithinIt) {
  const Turning turning(spec_of(Where::path, "/users/after/{}/list"));
  http::Request made = request();
  turning.set(made, std::string("a/../b?c#d"));
  EXPECT_EQ(made.url.text(), "https://h/users/after/a%2F..%2Fb%3Fc%23d/list");
  EXPECT_EQ(turning.text(), "the path '/users/after/{}/list'");
}

TEST(Turning, AsksForASizeWhereTheApiTakesIt) {
  PagesSpec spec;
  http::Request made = request();
  set_size(made, spec, 50);
  EXPECT_EQ(made.url.text(), "https://h/users?sort=id");
  spec.size_param = "limit";
  set_size(made, spec, 50);
  set_size(made, spec, 25);
  EXPECT_EQ(made.url.text(), "https://h/users?sort=id&limit=25");
  spec.size_in_body = true;
  spec.size_param = "/size";
  set_size(made, spec, 10);
  EXPECT_EQ(made.body, R"({"q":"a","size":10})");
}

}  // namespace
}  // namespace counterpart
