#include "http/retry.hpp"

#include <gtest/gtest.h>

namespace counterpart::http {
namespace {

using std::chrono::seconds;

Response answer(int status) {
  Response response;
  response.status = status;
  return response;
}

Response no_answer(Failure failure) {
  Response response;
  response.failure = failure;
  return response;
}

TEST(Retry, TriesAgainWhatCanComeOutBetter) {
  for (const int status : {408, 425, 429, 500, 502, 503, 504, 599})
    EXPECT_TRUE(worth_another_try(answer(status))) << status;
  for (const int status : {200, 204, 301, 400, 401, 403, 404, 409, 410, 418, 422}) {
    EXPECT_FALSE(worth_another_try(answer(status))) << status;
  }
  for (const Failure failure : {Failure::unreachable, Failure::broken, Failure::too_slow}) {
    EXPECT_TRUE(worth_another_try(no_answer(failure)));
  }
  for (const Failure failure : {Failure::tls, Failure::redirect, Failure::too_large, Failure::refused}) {
    EXPECT_FALSE(worth_another_try(no_answer(failure)));
  }
}

TEST(RetryAfter, IsSecondsOrADate) {
  EXPECT_EQ(parse_retry_after("120", 0), seconds(120));
  EXPECT_EQ(parse_retry_after(" 0 ", 0), seconds(0));
  EXPECT_EQ(parse_retry_after("Wed, 21 Oct 2015 07:28:00 GMT", 1445412470), seconds(10));
  EXPECT_EQ(parse_retry_after("Wed, 21 Oct 2015 07:28:00 GMT", 1445412500), seconds(0));
}

TEST(RetryAfter, OfNonsenseIsNone) {
  for (const char* text : {"", " ", "soon", "-1", "1.5", "-999999999999", "12 parsecs", "0x10"}) {
    EXPECT_EQ(parse_retry_after(text, 1445412470), std::nullopt) << text;
  }
}

TEST(RetryAfter, IsClamped) {
  EXPECT_EQ(parse_retry_after("99999999999999999999999", 0), seconds(316224000));
  EXPECT_EQ(parse_retry_after("9223372036854775807", 0), seconds(316224000));
}

TEST(Backoff, DoublesUpToTheLongestPauseUnderFullJitter) {
  const RetryPolicy policy{.first_pause = Milliseconds(100), .longest_pause = Milliseconds(1000)};
  EXPECT_EQ(backoff(policy, 1, 0.5), Milliseconds(50));
  EXPECT_EQ(backoff(policy, 2, 0.5), Milliseconds(100));
  EXPECT_EQ(backoff(policy, 4, 0.5), Milliseconds(400));
  EXPECT_EQ(backoff(policy, 9, 0.5), Milliseconds(500));
  EXPECT_EQ(backoff(policy, 4000, 0.0), Milliseconds(0));
}

TEST(NextTry, EndsAtTheAttemptCap) {
  const RetryPolicy policy{.attempts = 3};
  EXPECT_TRUE(next_try(policy, 2, Milliseconds(0), std::nullopt, 0).pause);
  const NextTry none = next_try(policy, 3, Milliseconds(0), seconds(1), 0);
  EXPECT_FALSE(none.pause);
  EXPECT_EQ(none.refusal, "after 3 attempts");
}

TEST(NextTry, KeepsTheWaitThatTheServerAsksForInFull) {
  const RetryPolicy policy{.deadline = Milliseconds(60'000), .first_pause = Milliseconds(100)};
  EXPECT_EQ(next_try(policy, 1, Milliseconds(0), seconds(7), 0).pause, Milliseconds(7000));
  EXPECT_EQ(next_try(policy, 1, Milliseconds(0), seconds(7), 0.5).pause, Milliseconds(7050));
}

TEST(NextTry, GivesUpWhereTheServersWaitPassesTheDeadline) {
  const RetryPolicy policy{.deadline = Milliseconds(60'000)};
  const NextTry none = next_try(policy, 1, Milliseconds(1000), seconds(60), 0);
  EXPECT_FALSE(none.pause);
  EXPECT_EQ(none.refusal, "the server asks to wait 60 s (Retry-After), beyond the retry deadline of 60 s");
}

TEST(NextTry, EndsAtTheDeadline) {
  const RetryPolicy policy{.deadline = Milliseconds(1500)};
  EXPECT_EQ(next_try(policy, 2, Milliseconds(1501), std::nullopt, 0.9).refusal,
            "after 2 attempts, at the retry deadline of 1.5 s");
}

}  // namespace
}  // namespace counterpart::http
