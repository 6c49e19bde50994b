/// When requests are made again, and how many at a time: what the server asks for, and what the job sets.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <mutex>
#include <thread>

#include "http/rate_limit.hpp"
#include "source/rest/rest_source.hpp"
#include "support/paged_api.hpp"
#include "support/rest_reading.hpp"

namespace counterpart::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using Clock = std::chrono::steady_clock;

Bend page_2_answers(int status, const std::string& retry_after, unsigned attempts) {
  return [=](const Ask& ask, Reply& reply) {
    if (ask.page != 2 || ask.attempt > attempts) return;
    reply = {.status = status, .headers = {"Retry-After: " + retry_after}};
  };
}

TEST(RetryAfter, ThatIsNoTimeIsAsIfItWereNotThere) {
  for (const std::string text :
       {"-5", "soon", "", "1.5", "0", "Mon, 31 Feb 2017", "Thu, 02 Feb 2017 12:00:00 GMT"}) {
    for (const int status : {429, 503}) {
      RogueApi api(by_number(page_2_answers(status, text, 1)));
      const Reading reading = read_all(number_spec_with_total(api));
      EXPECT_EQ(reading.error, "") << text;
      EXPECT_EQ(reading.rows, expected_rows(95, 10)) << text;
      EXPECT_EQ(reading.report.retries, 1u) << text;
    }
  }
}

TEST(RetryAfter, BeyondTheDeadlineEndsTheReadingAtOnce) {
  for (const auto& [text, seconds] :
       std::vector<std::pair<std::string, std::string>>{{"301", "301"},
                                                        {"99999999999999999999999", "316224000"},
                                                        {"Fri, 31 Dec 9999 23:59:59 GMT", "316224000"}}) {
    RogueApi api(by_number(page_2_answers(503, text, 1000)));
    RestSpec spec = number_spec_with_total(api);
    spec.window = 8;
    const auto begin = Clock::now();
    EXPECT_EQ(
        read_all(spec).error,
        fmt::format(
            "{}the API answered 503, the server asks to wait {} s (Retry-After), beyond the retry deadline "
            "of 300 s",
            at_page(api, 2), seconds));
    EXPECT_LT(Clock::now() - begin, 60s);
    EXPECT_EQ(api.requests_of(2), 1u);
  }
}

TEST(RetryAfter, OfADateIsWaitedFor) {
  std::time_t date = 0;
  RogueApi api(by_number([&](const Ask& ask, Reply& reply) {
    if (ask.page != 2) return;
    if (ask.attempt > 1) {
      EXPECT_GE(std::time(nullptr), date);
      return;
    }
    date = std::time(nullptr) + 1;
    char text[64];
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&date));
    reply = {.status = 503, .headers = {std::string("Retry-After: ") + text}};
  }));
  EXPECT_EQ(read_all(number_spec_with_total(api)).rows, expected_rows(95, 10));
  EXPECT_NE(date, 0);
}

TEST(RetryAfter, OfA429HoldsAllRequestsToTheHost) {
  std::optional<Clock::time_point> asked_to_wait;
  RogueApi api(by_number([&](const Ask& ask, Reply& reply) {
    const auto now = Clock::now();
    if (ask.page == 2 && ask.attempt == 1) {
      asked_to_wait = now;
      reply = {.status = 429, .headers = {"Retry-After: 1"}};
    } else if (asked_to_wait) {
      // What was on its way already may still come.
      EXPECT_TRUE(now - *asked_to_wait < 300ms || now - *asked_to_wait >= 1s) << ask.target;
    }
  }));
  RestSpec spec = number_spec_with_total(api);
  spec.window = 2;
  EXPECT_EQ(read_all(spec).rows, expected_rows(95, 10));
}

TEST(RetryAfter, BeyondTheDeadlineHoldsNoOtherRequest) {
  RogueApi api(by_number([](const Ask& ask, Reply& reply) {
    if (ask.page == 3) reply = {.status = 429, .headers = {"Retry-After: 86400"}};
    if (ask.page == 2 && ask.attempt == 1) reply.status = 500;
  }));
  RestSpec spec = number_spec_with_total(api);
  spec.window = 8;
  const auto begin = Clock::now();
  EXPECT_THAT(read_all(spec).error,
              HasSubstr(at_page(api, 3) + "the API answered 429, the server asks to wait 86400 s"));
  EXPECT_LT(Clock::now() - begin, 60s);
}

TEST(Retries, EndAtTheirDeadline) {
  RogueApi api(by_number([](const Ask& ask, Reply& reply) {
    if (ask.page == 2) reply.status = 500;
  }));
  RestSpec spec = number_spec_with_total(api);
  spec.retry_attempts = 100;
  spec.retry_deadline_ms = 100;
  spec.retry_first_pause_ms = 10;
  EXPECT_THAT(read_all(spec).error,
              testing::MatchesRegex(
                  ".*: the API answered 500, after [0-9]+ attempts, at the retry deadline of 0.1 s"));
}

TEST(Retries, AreAsManyAsTheJobAllows) {
  RogueApi api(by_number([](const Ask& ask, Reply& reply) {
    if (ask.page == 2) reply.status = 500;
  }));
  RestSpec spec = number_spec_with_total(api);
  spec.retry_first_pause_ms = 1;
  for (const unsigned attempts : {1U, 2U, 7U}) {
    spec.retry_attempts = attempts;
    const unsigned before = api.requests_of(2);
    EXPECT_EQ(read_all(spec).error, at_page(api, 2) + fmt::format("the API answered 500, after {} attempt{}",
                                                                  attempts, attempts == 1 ? "" : "s"));
    EXPECT_EQ(api.requests_of(2) - before, attempts);
  }
}

TEST(SideTime, EndsAReadingOfManySlowPages) {
  RogueApi api(by_number([](const Ask& ask, Reply& reply) { reply.after = ask.page > 1 ? 60ms : 0ms; }));
  RestSpec spec = number_spec_with_total(api);
  spec.pages.first = 0;
  spec.window = 1;
  spec.side_timeout_ms = 200;
  EXPECT_THAT(read_all(spec).error,
              HasSubstr(api.url() + ": not read to its end within 0.2 s; pages so far: "));
}

TEST(SideTime, EndsAReadingInTheMiddleOfARequest) {
  RogueApi api(by_number([](const Ask& ask, Reply& reply) { reply.silent = ask.page > 1; }));
  RestSpec spec = number_spec_with_total(api);
  spec.side_timeout_ms = 500;
  spec.pages.total_items = "/total";
  EXPECT_EQ(read_all(spec).error, at_page(api, 2) + "not read to its end within 0.5 s; pages so far: 1");
}

/// Lets the time between the requests for two pages be looked at.
class Times {
 public:
  void note(unsigned page) { at_[page] = Clock::now(); }
  Clock::duration between(unsigned first, unsigned second) const { return at_.at(second) - at_.at(first); }

 private:
  std::map<unsigned, Clock::time_point> at_;
};

TEST(RateLimitHeaders, AreKeptBefore429) {
  Times times;
  RogueApi api(by_number([&](const Ask& ask, Reply& reply) {
    times.note(ask.page);
    if (ask.page == 2)
      reply.headers = {"RateLimit-Limit: 10", "RateLimit-Remaining: 0", "RateLimit-Reset: 1"};
    if (ask.page == 5) reply.headers = {R"(RateLimit: "burst";r=9;t=1, "hour";r=0;t=1)"};
  }));
  RestSpec spec = number_spec_with_total(api);
  spec.pages.total_items = "/total";
  spec.window = 1;
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
  EXPECT_GE(times.between(2, 3), 1s);
  EXPECT_GE(times.between(5, 6), 1s);
  EXPECT_EQ(reading.report.retries, 0u);
  EXPECT_EQ(reading.report.limit_waits, 2u);
  EXPECT_GE(reading.report.limited_ms, 1500u);
}

TEST(RateLimitHeaders, WithAResetBeyondTheDeadlineAreLeftToTheNextAnswer) {
  RogueApi api(by_number([](const Ask&, Reply& reply) {
    reply.headers = {"X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 86400"};
  }));
  const Reading reading = read_all(number_spec_with_total(api));
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
  EXPECT_EQ(reading.report.limit_waits, 0u);
}

TEST(RateLimitHeaders, OfNonsenseAreNone) {
  RogueApi api(by_number([](const Ask&, Reply& reply) {
    reply.headers = {"RateLimit-Remaining: none", "RateLimit-Reset: -1", "RateLimit: ;;=,\"",
                     "X-Rate-Limit-Remaining: 99999999999999999999", "X-Rate-Limit-Reset: later"};
  }));
  EXPECT_EQ(read_all(number_spec_with_total(api)).rows, expected_rows(95, 10));
}

TEST(Rate, OfTheJobIsKept) {
  RogueApi api(by_number());
  RestSpec spec = number_spec_with_total(api);
  spec.pages.total_items = "/total";
  spec.rate.requests_per_second = 100;
  spec.window = 8;
  auto begin = Clock::now();
  Reading reading = read_all(spec);
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
  EXPECT_EQ(api.requests(), 10u);
  EXPECT_GE(Clock::now() - begin, 90ms);
  EXPECT_GE(reading.report.limit_waits, 1u);
  EXPECT_GE(reading.report.limited_ms, 1u);
  spec.rate.burst = 6;
  begin = Clock::now();
  reading = read_all(spec);
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
  EXPECT_GE(Clock::now() - begin, 40ms);
}

TEST(Rate, CountsRequestsAtATime) {
  RogueApi api(by_number([](const Ask& ask, Reply& reply) {
    reply.held_for = ask.page > 1 ? 3 : 0;
    reply.after = 5ms;
  }));
  RestSpec spec = number_spec_with_total(api);
  spec.window = 8;
  spec.rate.max_in_flight = 3;
  EXPECT_EQ(read_all(spec).rows, expected_rows(95, 10));
  EXPECT_EQ(api.most_at_once(), 3u);
}

/// Reads to the end with limits that others share.
std::uint64_t read_with(http::Hosts& hosts, const RestSpec& spec) {
  const ReadSpec read{.fields = {{.name = "id"}}, .id = 0};
  SideProgress progress;
  CancelToken cancel;
  const auto stream = open_rest_source(spec, SourceContext{read, progress, cancel, 64 << 20, &hosts});
  RecordBatch batch;
  std::uint64_t count = 0;
  while (stream->next(batch)) count += batch.size();
  return count;
}

TEST(Rate, IsOfBothSidesTogether) {
  RogueApi api(by_number([](const Ask& ask, Reply& reply) {
    reply.held_for = ask.page > 1 ? 2 : 0;
    reply.after = 2ms;
  }));
  RestSpec spec = number_spec_with_total(api);
  spec.pages.total_items = "/total";
  spec.window = 8;
  spec.rate = {.requests_per_second = 200, .burst = 1, .max_in_flight = 2};
  http::Hosts hosts;
  std::uint64_t right = 0;
  const auto begin = Clock::now();
  std::thread side([&] { right = read_with(hosts, spec); });
  const std::uint64_t left = read_with(hosts, spec);
  side.join();
  EXPECT_EQ(left, 95u);
  EXPECT_EQ(right, 95u);
  EXPECT_EQ(api.requests(), 20u);
  EXPECT_GE(Clock::now() - begin, 95ms);
  EXPECT_EQ(api.most_at_once(), 2u);
}

TEST(Rate, OfOneSideThatFailsFreesItsPlacesForTheOther) {
  RogueApi api(by_number([](const Ask& ask, Reply& reply) {
    if (ask.parameter("fails") && ask.page > 1) reply.status = 404;
  }));
  RestSpec spec = number_spec_with_total(api);
  spec.window = 8;
  spec.rate.max_in_flight = 1;
  RestSpec failing = spec;
  failing.query = {{"fails", "1"}};
  http::Hosts hosts;
  EXPECT_THROW(read_with(hosts, failing), Error);
  EXPECT_EQ(read_with(hosts, spec), 95u);
}

}  // namespace
}  // namespace counterpart::test
