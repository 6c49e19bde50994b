#include "http/url.hpp"

#include <gtest/gtest.h>

namespace counterpart::http {
namespace {

Url url(const std::string& text) {
  return Url::parse(text, ErrorKind::job_file);
}

std::string refusal(const std::string& text) {
  try {
    url(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::job_file);
    return error.what();
  }
  return "taken";
}

TEST(Url, KnowsItsOrigin) {
  EXPECT_EQ(url("https://API.example.com/v1/users").origin(), (Origin{"https", "api.example.com", "443"}));
  EXPECT_EQ(url("http://127.0.0.1:8080").origin(), (Origin{"http", "127.0.0.1", "8080"}));
  EXPECT_EQ(url("https://h:443/a").origin(), url("https://h/b?c").origin());
  EXPECT_NE(url("https://h/").origin(), url("http://h/").origin());
  EXPECT_EQ(url("https://h:443/a").text(), "https://h/a");
  EXPECT_EQ(url("http://[::1]:81/a").text(), "http://[::1]:81/a");
}

TEST(Url, DropsTheFragmentAndKeepsTheQuery) {
  EXPECT_EQ(url("https://h/a?b=c%20d#e").text(), "https://h/a?b=c%20d");
  EXPECT_EQ(url("https://h/a?b=c").without_query(), "https://h/a");
}

TEST(Url, RefusesWhatIsNoApi) {
  EXPECT_EQ(refusal("ftp://h/a"), "not an http or https URL: ftp://h/a");
  EXPECT_EQ(refusal("users"), "not a URL: users");
  EXPECT_EQ(refusal(""), "not a URL: ");
  EXPECT_EQ(refusal("https://"), "not a URL: https://");
  EXPECT_EQ(refusal("https://joe:pa55@h/a"), "the URL of https://h holds a user or a password");
  EXPECT_EQ(refusal("ftp://h/a?key=s3cret"), "not an http or https URL: ftp://h/a");
  EXPECT_EQ(refusal("https:///?key=s3cret"), "not a URL: https:///");
  EXPECT_EQ(refusal("ftp://h/a#token=s3cret"), "not an http or https URL: ftp://h/a");
  EXPECT_EQ(refusal("https://%1%41/a"), "not a URL: https://%1%41/a");
  EXPECT_EQ(refusal("https://h%2541/a"), "not a URL: https://h%2541/a");
  EXPECT_EQ(refusal("https://joe@h/a"), "the URL of https://h holds a user or a password");
}

TEST(Url, IsFitToBeShown) {
  EXPECT_EQ(refusal("https://\xFF.example/"), "not a URL: https://\\xFF.example/");
  EXPECT_EQ(refusal("https://a\u202Eb.example/"), "not a URL: https://a\\u{202E}b.example/");
  EXPECT_EQ(url("https://b\u00FCcher.example/").origin().host, "b\u00FCcher.example");
  EXPECT_EQ(url("https://h/\u202E\xFF?\u00E4=\xC3").text(), "https://h/%E2%80%AE%FF?%C3%A4=%C3");
}

TEST(Url, GivesItsParametersDecoded) {
  using Parameters = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(url("https://h/a?page=2&a%20b=x%26y+z&&flag&e=").parameters(),
            (Parameters{{"page", "2"}, {"a b", "x&y z"}, {"flag", ""}, {"e", ""}}));
  EXPECT_EQ(url("https://h/a").parameters(), Parameters());
}

TEST(Url, SetsParametersPercentEncoded) {
  Url made = url("https://h/users");
  made.set_parameter("page", "1");
  made.set_parameter("a b", "x&y=z+ä");
  EXPECT_EQ(made.text(), "https://h/users?page=1&a%20b=x%26y%3Dz%2B%C3%A4");
}

TEST(Url, ReplacesAParameterThatIsThereAlready) {
  Url made = url("https://h/users?p%61ge=1&sort=id&page=3");
  made.set_parameter("page", "2");
  EXPECT_EQ(made.text(), "https://h/users?page=2&sort=id");
  made = url("https://h/users?&a&&page=1&&");
  made.set_parameter("page", "2");
  EXPECT_EQ(made.text(), "https://h/users?a&page=2");
}

TEST(Url, ResolvesReferences) {
  const Url base = url("https://h/v1/users?page=1");
  EXPECT_EQ(base.resolve("/v2/users?page=2").text(), "https://h/v2/users?page=2");
  EXPECT_EQ(base.resolve("?page=2").text(), "https://h/v1/users?page=2");
  EXPECT_EQ(base.resolve("https://other/x").origin().text(), "https://other");
  EXPECT_THROW(base.resolve("gopher://x/"), Error);
  EXPECT_THROW(base.resolve(std::string("?page=2\0&a", 10)), Error);
  EXPECT_THROW(base.resolve("https://user:secret@h/"), Error);
}

TEST(Url, KnowsLoopback) {
  for (const char* yes : {"http://localhost:1/", "http://127.0.0.1/", "http://127.9.9.9/", "http://[::1]/"}) {
    EXPECT_TRUE(url(yes).is_loopback()) << yes;
  }
  for (const char* no :
       {"http://127.example.com/", "http://localhost.example.com/", "http://10.0.0.1/", "http://[::2]/"}) {
    EXPECT_FALSE(url(no).is_loopback()) << no;
  }
}

TEST(Url, AllowsClearTextOnlyOnThisMachineUnlessTold) {
  EXPECT_NO_THROW(check_clear_text(url("https://example.com/"), false));
  EXPECT_NO_THROW(check_clear_text(url("http://localhost/"), false));
  EXPECT_NO_THROW(check_clear_text(url("http://example.com/"), true));
  EXPECT_THROW(check_clear_text(url("http://example.com/"), false), Error);
}

}  // namespace
}  // namespace counterpart::http
