/// Pages by links, in their JSON or in a Link header, wherever they lead.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

#include "support/paged_api.hpp"
#include "support/rest_reading.hpp"

namespace counterpart::test {
namespace {

using testing::HasSubstr;
using Kind = PagesSpec::Kind;

void expect_all(const Reading& reading) {
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
  EXPECT_EQ(reading.report.end_reason, "no_next");
}

/// An API whose first page leads to `link`.
RogueApi::Handler leading_to(std::string link) {
  return [link = std::move(link)](const Ask&) {
    return Reply{.body = fmt::format(R"({{"link":"{}","users":[{{"id":1,"name":"name 1"}}]}})", link)};
  };
}

std::string refusal_of(const std::string& link, const std::vector<std::string>& allow_hosts = {}) {
  RogueApi api(leading_to(link));
  RestSpec spec = link_spec(api);
  spec.allow_hosts = allow_hosts;
  const std::string error = read_all(spec).error;
  EXPECT_EQ(api.requests(), 1u);
  EXPECT_EQ(error.rfind(at_page(api, 1), 0), 0u) << error;
  return error.substr(std::min(error.size(), at_page(api, 1).size()));
}

/// Page 2 and the last, somewhere else; it keeps what it is sent.
class Elsewhere {
 public:
  const RogueApi& api() const { return api_; }
  std::string headers() const {
    const std::lock_guard lock(mutex_);
    return headers_;
  }

 private:
  mutable std::mutex mutex_;
  std::string headers_;
  RogueApi api_{[this](const Ask& ask) {
    const std::lock_guard lock(mutex_);
    headers_ = ask.headers;
    return Reply{.body = R"({"link":null,"users":[{"id":2,"name":"name 2"}]})"};
  }};
};

TEST(NextLinks, AreFollowedRelativeAbsoluteAndRooted) {
  RogueApi relative(by_place());
  expect_all(read_all(link_spec(relative)));
  EXPECT_EQ(relative.requests(), 10u);
  std::string origin;
  RogueApi absolute(by_place([&](const Ask& ask, Reply& reply) {
    reply.body = page_behind(number_of(ask, "after", 0), 10, origin + "/users?after=");
  }));
  origin = absolute.origin();
  expect_all(read_all(link_spec(absolute)));
  RogueApi query(by_place([&](const Ask& ask, Reply& reply) {
    reply.body = page_behind(number_of(ask, "after", 0), 10, "?after=");
  }));
  expect_all(read_all(link_spec(query)));
}

TEST(NextLinks, EndWhereTheyAreNullEmptyOrAbsent) {
  for (const std::string end : {R"("link":null,)", R"("link":"",)", ""}) {
    RogueApi api(by_place([&](const Ask& ask, Reply& reply) {
      if (number_of(ask, "after", 0) == 90) swap_text(reply.body, R"("link":null,)", end);
    }));
    expect_all(read_all(link_spec(api)));
  }
}

TEST(NextLinks, TakeHeadersAndMethodOfTheJobWithThemButNotItsQuery) {
  RogueApi api(by_place([](const Ask& ask, Reply&) {
    EXPECT_EQ(ask.header("X-Team"), "data");
    EXPECT_EQ(ask.header("Authorization"), "Bearer t0k");
    EXPECT_EQ(ask.parameter("sort").has_value(), !ask.parameter("after").has_value());
  }));
  RestSpec spec = link_spec(api);
  spec.headers = {{"X-Team", "data"}};
  spec.query = {{"sort", "id"}};
  spec.auth = {AuthSpec::Kind::bearer, Secret("t0k")};
  expect_all(read_all(spec));
}

TEST(NextLinks, ToAnotherOriginAreRefused) {
  const Elsewhere other;
  EXPECT_EQ(refusal_of(other.api().url()), "the next page is at another origin, " + other.api().origin());
  EXPECT_EQ(other.api().requests(), 0u);
  EXPECT_EQ(refusal_of("//evil.example/users"), "the next page is at another origin, http://evil.example");
}

TEST(NextLinks, ToAnAllowedHostAreFollowedWithoutCredentialsAndHeaders) {
  const Elsewhere other;
  for (const AuthSpec& auth : {AuthSpec{AuthSpec::Kind::bearer, Secret("s3cret")},
                               AuthSpec{AuthSpec::Kind::api_key, Secret("s3cret"), "", "X-API-Key"},
                               AuthSpec{AuthSpec::Kind::api_key, Secret("s3cret"), "", "key", true}}) {
    RogueApi api(leading_to(other.api().url() + "?after=1"));
    RestSpec spec = link_spec(api);
    spec.auth = auth;
    spec.headers = {{"X-Tenant", "s3cret"}, {"Cookie", "s3cret"}, {"Accept", "application/json"}};
    spec.allow_hosts = {"127.0.0.1"};
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.records(), users_between(1, 2));
    EXPECT_THAT(other.headers(), HasSubstr("\r\nAccept: application/json\r\n"));
    EXPECT_THAT(other.headers(), testing::Not(HasSubstr("s3cret")));
  }
  EXPECT_EQ(other.api().requests(), 3u);
}

TEST(NextLinks, OfAPostToAnAllowedHostAreRefused) {
  const Elsewhere other;
  RogueApi api(leading_to(other.api().url()));
  RestSpec spec = link_spec(api);
  spec.post = true;
  spec.body = R"({"q":"a"})";
  spec.allow_hosts = {"127.0.0.1"};
  EXPECT_EQ(read_all(spec).error, at_page(api, 1) + "the next page is at another origin, " +
                                      other.api().origin() + ", and asked for by POST");
  EXPECT_EQ(other.api().requests(), 0u);
}

TEST(NextLinks, InClearTextToAnAllowedHostAreRefused) {
  EXPECT_EQ(refusal_of("http://cdn.example.com/users", {"cdn.example.com"}),
            "the next page is at clear text, http://cdn.example.com");
}

TEST(NextLinks, WithAUserInThemAreRefused) {
  EXPECT_EQ(refusal_of("http://joe:pa55word@127.0.0.1/users"),
            "the URL of http://127.0.0.1 holds a user or a password");
}

TEST(NextLinks, ThatAreNoHttpAreRefused) {
  EXPECT_THAT(refusal_of("javascript:alert(1)"), HasSubstr("points to something that is not a URL"));
  EXPECT_EQ(refusal_of("file:///etc/passwd"), "not an http or https URL: file:///etc/passwd");
  EXPECT_EQ(refusal_of("ftp://127.0.0.1/users"), "not an http or https URL: ftp://127.0.0.1/users");
  EXPECT_THAT(refusal_of("http://[::1/users"), HasSubstr("points to something that is not a URL"));
}

TEST(NextLinks, ThatLeadToThePageItselfAreRefused) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    if (number_of(ask, "after", 0) == 20) swap_text(reply.body, "after=30", "after=20");
  }));
  EXPECT_EQ(read_all(link_spec(api)).error, at_page(api, 3) + "leads back to a page that was read before");
}

TEST(NextLinks, OfJsonApiAreTextsOrObjects) {
  RogueApi api([](const Ask& ask) {
    const unsigned after = number_of(ask, "page[after]", 0);
    std::string links = "{}";
    if (after + 10 < kUsers.count) {
      const std::string url = fmt::format("\"/users?page[after]={}\"", after + 10);
      links = after % 20 == 0 ? fmt::format(R"({{"next":{}}})", url)
                              : fmt::format(R"({{"next":{{"href":{},"meta":{{}}}}}})", url);
    }
    return Reply{.body = fmt::format(R"({{"links":{},"data":[{}]}})", links, kUsers.behind(after, 10)),
                 .content_type = "application/vnd.api+json"};
  });
  RestSpec spec = link_spec(api);
  spec.records = "/data";
  spec.pages.link = "/links/next";
  expect_all(read_all(spec));
}

TEST(NextLinks, OfFhirAreFoundByTheirRelation) {
  RogueApi api([](const Ask& ask) {
    const unsigned after = number_of(ask, "after", 0);
    std::string entries = R"({"search":{"mode":"outcome"},"resource":{"resourceType":"OperationOutcome"}})";
    for (unsigned id = after + 1; id <= std::min(after + 10, kUsers.count); ++id)
      entries += fmt::format(R"(,{{"search":{{"mode":"match"}},"resource":{}}})", kUsers.behind(id - 1, 1));
    const std::string next = fmt::format(R"(,{{"relation":"next","url":"users?after={}"}})", after + 10);
    return Reply{.body = fmt::format(R"({{"link":[{{"relation":"self","url":"users"}}{}],"entry":[{}]}})",
                                     after + 10 < kUsers.count ? next : "", entries),
                 .content_type = "application/fhir+json"};
  });
  RestSpec spec = link_spec(api);
  spec.records = "$.*[?@.resource && @.search.mode != 'outcome'].resource";
  spec.pages.link = "$.link[?@.relation=='next'].url";
  expect_all(read_all(spec));
}

TEST(NextLinks, OfODataAreOpaque) {
  RogueApi api([](const Ask& ask) {
    const unsigned after = number_of(ask, "$skiptoken", 0);
    const std::string next = fmt::format(R"("@odata.nextLink":"/users?$skiptoken={}",)", after + 10);
    return Reply{.body = fmt::format(R"({{{}"value":[{}]}})", after + 10 < kUsers.count ? next : "",
                                     kUsers.behind(after, 10))};
  });
  RestSpec spec = link_spec(api);
  spec.records = "/value";
  spec.pages.link = "/@odata.nextLink";
  expect_all(read_all(spec));
}

RestSpec header_spec(const RogueApi& api) {
  RestSpec spec = quick_spec(api.url());
  spec.pages.kind = Kind::link_header;
  return spec;
}

/// An API with this Link header on all pages but the last; {} is where the next one begins.
RogueApi::Handler with_header(std::string header) {
  return by_place([header](const Ask& ask, Reply& reply) {
    const unsigned after = number_of(ask, "after", 0);
    if (after + 10 < kUsers.count) reply.headers = {fmt::format(fmt::runtime(header), after + 10)};
  });
}

TEST(LinkHeaders, AreFollowedToTheirEnd) {
  RogueApi api(with_header(R"(Link: </users>; rel="first", </users?after={}>; rel="next prefetch")"));
  expect_all(read_all(header_spec(api)));
  RogueApi other(with_header(R"(link: <?after={}>; title="a,b;c"; rel=subsequent)"));
  RestSpec spec = header_spec(other);
  spec.pages.rel = "subsequent";
  expect_all(read_all(spec));
}

TEST(LinkHeaders, ThatAreDamagedAreNoEnd) {
  RogueApi api(with_header(R"(Link: </users?after={}; rel="next")"));
  EXPECT_EQ(read_all(header_spec(api)).error, at_page(api, 1) + "the Link header of the answer is damaged");
}

TEST(LinkHeaders, ToAnotherOriginAreRefused) {
  RogueApi api(with_header(R"(Link: <https://evil.example/users?after={}>; rel="next")"));
  EXPECT_EQ(read_all(header_spec(api)).error,
            at_page(api, 1) + "the next page is at another origin, https://evil.example");
}

}  // namespace
}  // namespace counterpart::test
