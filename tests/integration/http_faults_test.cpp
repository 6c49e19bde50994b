/// The REST source on a bad network and against servers in trouble: what is tried again, and what ends the
/// run.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/rest_reading.hpp"
#include "support/rogue_api.hpp"

namespace counterpart::test {
namespace {

using testing::HasSubstr;

constexpr Users kUsers{.count = 40, .size = 10};

/// An API whose page 2 is bent, for the first `attempts` attempts or always.
RogueApi::Handler bent(std::function<void(Reply&)> bend, unsigned attempts = 1000) {
  return [=](const Ask& ask) {
    Reply reply{.body = kUsers.page(ask.page)};
    if (ask.page == 2 && ask.attempt <= attempts) bend(reply);
    return reply;
  };
}

RestSpec spec_of(const RogueApi& api) {
  RestSpec spec = quick_spec(api.url());
  spec.pages.total_pages = "/total_pages";
  return spec;
}

std::string page_2(const RogueApi& api) {
  return fmt::format("5: page 2 of {}: ", api.url());
}

void expect_whole_after_retries(std::function<void(Reply&)> bend, unsigned retries = 1) {
  RogueApi api(bent(std::move(bend), retries));
  RestSpec spec = spec_of(api);
  spec.stall_timeout_ms = 200;
  spec.first_byte_timeout_ms = 1000;
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(40, 10));
  EXPECT_EQ(reading.report.retries, retries);
  EXPECT_EQ(api.requests_of(2), retries + 1);
}

TEST(HttpFaults, ServerErrorsAreTriedAgain) {
  for (const int status : {408, 425, 429, 500, 503})
    expect_whole_after_retries([=](Reply& reply) { reply.status = status; });
  expect_whole_after_retries([](Reply& reply) { reply.status = 502; }, 2);
}

TEST(HttpFaults, AnAnswerCutShortIsTriedAgain) {
  for (const auto length : {Reply::Length::stated, Reply::Length::chunked, Reply::Length::until_close}) {
    expect_whole_after_retries([=](Reply& reply) {
      reply.length = length;
      reply.cut_after = 150;
    });
  }
}

TEST(HttpFaults, AResetInsideAPageIsTriedAgain) {
  expect_whole_after_retries([](Reply& reply) {
    reply.cut_after = 100;
    reply.reset = true;
  });
}

TEST(HttpFaults, AStallIsTriedAgain) {
  expect_whole_after_retries([](Reply& reply) {
    reply.cut_after = 100;
    reply.stall = true;
  });
}

TEST(HttpFaults, SilenceIsTriedAgain) {
  expect_whole_after_retries([](Reply& reply) { reply.silent = true; });
}

TEST(HttpFaults, OneByteAtATimeIsTheSame) {
  RogueApi api([](const Ask& ask) { return Reply{.body = kUsers.page(ask.page), .by_bytes = true}; });
  EXPECT_EQ(read_all(spec_of(api)).rows, expected_rows(40, 10));
}

TEST(HttpFaults, AnAnswerUntilTheConnectionClosesIsWhole) {
  RogueApi api([](const Ask& ask) {
    return Reply{.body = kUsers.page(ask.page), .length = Reply::Length::until_close};
  });
  EXPECT_EQ(read_all(spec_of(api)).rows, expected_rows(40, 10));
}

TEST(HttpFaults, AreGivenUpAfterTheLastAttempt) {
  RogueApi failing(bent([](Reply& reply) { reply.status = 503; }));
  EXPECT_EQ(read_all(spec_of(failing)).error, page_2(failing) + "the API answered 503, after 3 attempts");
  EXPECT_EQ(failing.requests_of(2), 3u);
  RogueApi cut(bent([](Reply& reply) {
    reply.length = Reply::Length::until_close;
    reply.cut_after = 100;
  }));
  EXPECT_THAT(read_all(spec_of(cut)).error,
              testing::MatchesRegex(".*: the answer is not valid JSON.*, after 3 attempts"));
  RogueApi stalled(bent([](Reply& reply) {
    reply.cut_after = 0;
    reply.stall = true;
  }));
  RestSpec spec = spec_of(stalled);
  spec.stall_timeout_ms = 200;
  spec.retry_attempts = 1;
  EXPECT_EQ(read_all(spec).error, page_2(stalled) + "the answer stalled: 0 bytes in 0.2 s, after 1 attempt");
  RogueApi silent(bent([](Reply& reply) { reply.silent = true; }));
  spec = spec_of(silent);
  spec.first_byte_timeout_ms = 200;
  spec.retry_attempts = 1;
  EXPECT_EQ(read_all(spec).error, page_2(silent) + "no answer within 0.2 s, after 1 attempt");
}

TEST(HttpFaults, RetryAfterIsWaitedForInFull) {
  RogueApi api(bent(
      [](Reply& reply) {
        reply.status = 429;
        reply.headers = {"Retry-After: 1"};
      },
      1));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(read_all(spec_of(api)).rows, expected_rows(40, 10));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
}

TEST(HttpFaults, RetryAfterBeyondTheDeadlineEndsTheRun) {
  RogueApi api(bent([](Reply& reply) {
    reply.status = 429;
    reply.headers = {"Retry-After: 86400"};
  }));
  EXPECT_EQ(read_all(spec_of(api)).error, page_2(api) +
                                              "the API answered 429, the server asks to wait 86400 s "
                                              "(Retry-After), beyond the retry deadline of 300 s");
  EXPECT_EQ(api.requests_of(2), 1u);
}

TEST(HttpFaults, OtherRefusalsFailAtOnce) {
  for (const int status : {204, 304, 400, 404, 410, 422}) {
    RogueApi api(bent([=](Reply& reply) {
      reply.status = status;
      reply.body = "";
    }));
    EXPECT_EQ(read_all(spec_of(api)).error, page_2(api) + fmt::format("the API answered {}", status));
    EXPECT_EQ(api.requests_of(2), 1u);
  }
  RogueApi api(bent([](Reply& reply) { reply.status = 401; }));
  EXPECT_EQ(read_all(spec_of(api)).error, page_2(api) + "the API refused the request (401)");
  EXPECT_EQ(api.requests_of(2), 1u);
}

TEST(HttpFaults, ARedirectWithinTheOriginIsFollowed) {
  RogueApi api([](const Ask& ask) {
    if (ask.target.starts_with("/users"))
      return Reply{.status = 302, .headers = {"Location: /v2" + ask.target}};
    EXPECT_EQ(ask.header("Authorization"), "Bearer t0k");
    return Reply{.body = kUsers.page(ask.page)};
  });
  RestSpec spec = spec_of(api);
  spec.auth = {AuthSpec::Kind::bearer, Secret("t0k"), "", "", false};
  EXPECT_EQ(read_all(spec).rows, expected_rows(40, 10));
  EXPECT_EQ(api.requests(), 10u);  // page 0 too
}

TEST(HttpFaults, ARedirectElsewhereGetsNothing) {
  RogueApi other([](const Ask& ask) { return Reply{.body = kUsers.page(ask.page)}; });
  RogueApi api(
      [&](const Ask&) { return Reply{.status = 307, .headers = {"Location: " + other.url() + "?page=1"}}; });
  const std::string origin = other.url().substr(0, other.url().rfind('/'));
  EXPECT_EQ(read_all(spec_of(api)).error,
            fmt::format("5: page 1 of {}: redirects to another origin, {}", api.url(), origin));
  EXPECT_EQ(other.requests(), 0u);
}

TEST(HttpFaults, ALoopOfRedirectsEnds) {
  RogueApi api([](const Ask&) { return Reply{.status = 301, .headers = {"Location: /users?page=1"}}; });
  EXPECT_THAT(read_all(spec_of(api)).error, HasSubstr(": redirects more than 5 times"));
  EXPECT_EQ(api.requests(), 6u);
}

TEST(HttpFaults, APageOverTheLimitFailsAtOnce) {
  RogueApi api(bent([](Reply& reply) { reply.body.append(100'000, ' '); }));
  RestSpec spec = spec_of(api);
  spec.max_page_bytes = 65'536;
  EXPECT_EQ(read_all(spec).error, page_2(api) + "the answer is over 64.0 KiB");
  EXPECT_EQ(api.requests_of(2), 1u);
}

TEST(HttpFaults, EndlessHeadersFailAtOnce) {
  RogueApi api(bent([](Reply& reply) { reply.headers.assign(4000, "X-Filler: " + std::string(90, 'x')); }));
  EXPECT_EQ(read_all(spec_of(api)).error, page_2(api) + "the headers of the answer are over 256 KiB");
  EXPECT_EQ(api.requests_of(2), 1u);
}

TEST(HttpFaults, DepthIsLimited) {
  RogueApi api(
      [](const Ask&) { return Reply{.body = std::string(100'000, '[') + std::string(100'000, ']')}; });
  RestSpec spec = spec_of(api);
  spec.retry_attempts = 1;
  EXPECT_THAT(read_all(spec).error, HasSubstr("is nested too deeply"));
}

TEST(HttpFaults, ARefusedConnectionIsNamed) {
  std::string url;
  {
    RogueApi gone([](const Ask&) { return Reply{}; });
    url = gone.url();
  }
  RestSpec spec = quick_spec(url);
  spec.retry_attempts = 2;
  EXPECT_THAT(read_all(spec).error, testing::AllOf(HasSubstr("127.0.0.1"), HasSubstr("after 2 attempts"),
                                                   testing::Not(HasSubstr("proxy"))));
  spec = quick_spec("https://no-such-host.invalid/users");
  spec.retry_attempts = 1;
  EXPECT_THAT(read_all(spec).error, HasSubstr("no-such-host.invalid"));
}

TEST(HttpFaults, AProxyThatIsDownIsNamed) {
  std::string proxy;
  {
    RogueApi gone([](const Ask&) { return Reply{}; });
    proxy = gone.url();
  }
  RogueApi api(bent([](Reply&) {}));
  RestSpec spec = spec_of(api);
  spec.retry_attempts = 1;
  ::setenv("http_proxy", proxy.c_str(), 1);
  const std::string error = read_all(spec).error;
  ::unsetenv("http_proxy");
  EXPECT_THAT(error, HasSubstr("(the proxy comes from the environment)"));
  EXPECT_EQ(api.requests(), 0u);
}

TEST(HttpFaults, APauseDoesNotHoldUpOtherPages) {
  std::vector<unsigned> asked;
  RogueApi api([&](const Ask& ask) {
    if (ask.page != 0) asked.push_back(ask.page);
    Reply reply{.body = kUsers.page(ask.page)};
    if (ask.page == 2 && ask.attempt == 1) {
      reply.status = 503;
      reply.headers = {"Retry-After: 1"};
    }
    return reply;
  });
  RestSpec spec = spec_of(api);
  spec.window = 2;
  EXPECT_EQ(read_all(spec).rows, expected_rows(40, 10));
  ASSERT_EQ(asked.size(), 5u);
  EXPECT_EQ(asked.back(), 2u);
}

}  // namespace
}  // namespace counterpart::test
