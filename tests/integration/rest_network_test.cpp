/// The REST source on a network that is slow, or not there.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/black_hole.hpp"
#include "support/paged_api.hpp"
#include "support/rest_reading.hpp"

namespace counterpart::test {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using Length = Reply::Length;

TEST(Network, ThatTakesNoConnectionIsGivenUpAtItsLimit) {
  const BlackHole hole;
  RestSpec spec = quick_spec(hole.url());
  spec.connect_timeout_ms = 200;
  spec.retry_attempts = 2;
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(read_all(spec).error,
              MatchesRegex("5: page 1 of .*127\\.0\\.0\\.1.* after [0-9]+ .*, after 2 attempts"));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 400ms);
}

TEST(Network, OfAByteNowAndThenIsAStall) {
  RogueApi api(by_number([](const Ask& ask, Reply& reply) {
    if (ask.page != 2) return;
    reply.by_bytes = true;
    reply.between = 30ms;
  }));
  RestSpec spec = number_spec_with_total(api);
  spec.stall_timeout_ms = 300;
  spec.retry_attempts = 2;
  EXPECT_THAT(read_all(spec).error,
              MatchesRegex(".*: the answer stalled: [0-9]+ bytes in 0.3 s, after 2 attempts"));
  EXPECT_EQ(api.requests_of(2), 2u);
}

TEST(Network, OfBytesWithoutAnEndIsGivenUpAtTheTotalLimit) {
  RogueApi api(by_number([](const Ask& ask, Reply& reply) {
    if (ask.page != 2) return;
    reply.by_bytes = true;
    reply.between = 2ms;
  }));
  RestSpec spec = number_spec_with_total(api);
  spec.total_timeout_ms = 300;
  spec.retry_attempts = 2;
  EXPECT_THAT(read_all(spec).error, AllOf(HasSubstr(at_page(api, 2)), HasSubstr(" milliseconds with "),
                                          HasSubstr("after 2 attempts")));
}

TEST(Network, OfSlicesGivesTheSameWhateverTheLength) {
  for (const Length length : {Length::stated, Length::chunked, Length::until_close}) {
    RogueApi api(by_number([=](const Ask&, Reply& reply) {
      reply.by_bytes = true;
      reply.length = length;
    }));
    for (const unsigned window : {1U, 8U}) {
      RestSpec spec = number_spec_with_total(api);
      spec.window = window;
      const Reading reading = read_all(spec);
      EXPECT_EQ(reading.error, "");
      EXPECT_EQ(reading.rows, expected_rows(95, 10));
      EXPECT_EQ(reading.report.retries, 0u);
    }
  }
}

TEST(Network, ThatBreaksAnywhereInAnAnswerDoublesNobody) {
  RogueApi api(by_number([](const Ask& ask, Reply& reply) {
    if (ask.attempt > 1) return;
    reply.cut_after = ask.page * 37 % 300;
    reply.reset = ask.page % 2 == 0;
    reply.length = ask.page % 3 == 0   ? Length::until_close
                   : ask.page % 3 == 1 ? Length::stated
                                       : Length::chunked;
  }));
  RestSpec spec = number_spec_with_total(api);
  spec.pages.total_items = "/total";
  for (const unsigned window : {1U, 8U}) {
    spec.window = window;
    spec.query = {{"again", std::to_string(window)}};
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.rows, expected_rows(95, 10));
    EXPECT_EQ(reading.report.retries, 10u);
  }
}

TEST(Network, WhatComesBehindAnAnswerIsNoAnswerToTheNextRequest) {
  for (const bool by_bytes : {false, true}) {
    for (const std::string junk : {"0\r\n\r\n", "SSH-2.0"}) {
      RogueApi api(by_number([&](const Ask& ask, Reply& reply) {
        if (ask.page % 3 != 1 || ask.attempt > 1) return;
        reply.by_bytes = by_bytes;
        reply.behind = junk;
      }));
      RestSpec spec = number_spec_with_total(api);
      spec.window = 1;
      const Reading reading = read_all(spec);
      EXPECT_EQ(reading.error, "") << junk;
      EXPECT_EQ(reading.rows, expected_rows(95, 10)) << junk;
    }
  }
}

TEST(Network, ThatSpeaksNoHttpIsNamed) {
  RogueApi api([](const Ask&) { return Reply{.behind = "220 mail.example.com ESMTP\r\n", .bare = true}; });
  RestSpec spec = number_spec(api);
  spec.retry_attempts = 2;
  EXPECT_EQ(read_all(spec).error, at_page(api, 1) + "what came is not HTTP, after 2 attempts");
}

TEST(Network, ANameThatDoesNotResolveIsNamedAndTriedAgain) {
  RestSpec spec = quick_spec("https://no-such-host.invalid/users");
  spec.retry_attempts = 2;
  EXPECT_THAT(read_all(spec).error, AllOf(HasSubstr("no-such-host.invalid"), HasSubstr("after 2 attempts"),
                                          Not(HasSubstr("no hint"))));
}

TEST(Network, ARedirectToItselfEnds) {
  RogueApi api([](const Ask& ask) { return Reply{.status = 308, .headers = {"Location: " + ask.target}}; });
  EXPECT_EQ(read_all(number_spec(api)).error, at_page(api, 1) + "redirects more than 5 times");
  EXPECT_EQ(api.requests(), 6u);
}

TEST(Network, ARedirectWithoutAPlaceIsNoPage) {
  RogueApi api([](const Ask&) { return Reply{.status = 302}; });
  EXPECT_EQ(read_all(number_spec(api)).error, at_page(api, 1) + "the API answered 302");
  RogueApi other(
      [](const Ask&) { return Reply{.status = 302, .headers = {"Location: javascript:alert(1)"}}; });
  EXPECT_EQ(read_all(number_spec(other)).error,
            at_page(other, 1) + "redirects to something that is not an http or https URL");
}

TEST(Network, ARedirectToAnAllowedHostGetsNoCredentials) {
  RogueApi other([](const Ask& ask) {
    EXPECT_THAT(ask.headers, Not(HasSubstr("s3cret")));
    EXPECT_THAT(ask.target, Not(HasSubstr("s3cret")));
    return Reply{.body = kUsers.page(ask.page)};
  });
  RogueApi api([&](const Ask& ask) {
    return Reply{.status = 302, .headers = {fmt::format("Location: {}?page={}", other.url(), ask.page)}};
  });
  for (const AuthSpec& auth : {AuthSpec{AuthSpec::Kind::bearer, Secret("s3cret")},
                               AuthSpec{AuthSpec::Kind::api_key, Secret("s3cret"), "", "X-API-Key"},
                               AuthSpec{AuthSpec::Kind::api_key, Secret("s3cret"), "", "key", true}}) {
    RestSpec spec = number_spec_with_total(api);
    spec.auth = auth;
    spec.headers = {{"X-Tenant", "s3cret"}};
    spec.allow_hosts = {other.origin().substr(7)};
    EXPECT_EQ(read_all(spec).rows, expected_rows(95, 10));
  }
  EXPECT_GT(other.requests(), 0u);
}

TEST(Network, ARedirectOfAPostStaysAPostOrIsRefused) {
  const auto redirecting = [](int status) {
    return [=](const Ask& ask) {
      if (ask.target == "/users") return Reply{.status = status, .headers = {"Location: /v2/users"}};
      EXPECT_EQ(ask.method, "POST");
      EXPECT_EQ(ask.body, R"({"q":"a"})");
      return Reply{.body = R"({"users":[{"id":1,"name":"name 1"}]})"};
    };
  };
  for (const int status : {301, 302, 303, 307, 308}) {
    RogueApi api(redirecting(status));
    RestSpec spec = quick_spec(api.url());
    spec.pages.kind = PagesSpec::Kind::none;
    spec.post = true;
    spec.body = R"({"q":"a"})";
    const Reading reading = read_all(spec);
    if (status >= 307) {
      EXPECT_EQ(reading.records(), users_between(1, 1));
    } else {
      EXPECT_EQ(reading.error,
                fmt::format("5: {}: answers a POST with a redirect ({}) that would make it a GET", api.url(),
                            status));
    }
  }
}

}  // namespace
}  // namespace counterpart::test
