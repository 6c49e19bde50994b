#include "http/rate_limit.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <thread>
#include <vector>

#include "http/retry.hpp"

namespace counterpart::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Duration = RateLimiter::Duration;

const RateLimiter::Time kStart = RateLimiter::Time() + std::chrono::hours(1000);

/// A limiter and a clock that the test turns.
class RateLimit : public testing::Test {
 protected:
  void limit(const Rate& rate) { limiter.tighten(rate); }
  bool start() { return limiter.try_start(now); }
  int starts() {
    int count = 0;
    while (count < 1000 && start()) ++count;
    return count;
  }
  /// Starts as many as may start, and ends them.
  int requests() {
    const int count = starts();
    end(count);
    return count;
  }
  void end(int count) {
    for (int i = 0; i < count; ++i) limiter.ended();
  }
  void hear(std::uint64_t remaining, int reset) { limiter.hear({remaining, seconds(reset)}, now); }
  std::optional<Duration> wait() { return limiter.time_to_start(now); }

  RateLimiter limiter;
  RateLimiter::Time now = kStart;
};

TEST_F(RateLimit, WithoutLimitsHoldsNothingBack) {
  limit({});
  EXPECT_EQ(starts(), 1000);
  EXPECT_EQ(wait(), Duration(0));
  EXPECT_EQ(limiter.waits(), 0u);
}

TEST_F(RateLimit, SpacesStartsEvenlyWithoutABurst) {
  limit({.requests_per_second = 4});
  EXPECT_EQ(requests(), 1);
  EXPECT_EQ(wait(), milliseconds(250));
  now += milliseconds(249);
  EXPECT_EQ(requests(), 0);
  now += *wait();
  EXPECT_EQ(requests(), 1);
  now += seconds(10);
  EXPECT_EQ(requests(), 1);
}

TEST_F(RateLimit, SavesTokensUpToABurst) {
  limit({.requests_per_second = 10, .burst = 5});
  EXPECT_EQ(requests(), 5);
  now += milliseconds(250);
  EXPECT_EQ(requests(), 2);
  EXPECT_EQ(wait(), milliseconds(50));
  now += seconds(60);
  EXPECT_EQ(requests(), 5);
}

TEST_F(RateLimit, NeverPassesTheRateInTheLongRun) {
  limit({.requests_per_second = 3, .burst = 2});
  int count = 0;
  for (; now < kStart + seconds(100); now += milliseconds(7)) count += requests();
  EXPECT_GE(count, 299);
  EXPECT_LE(count, 302);
}

TEST_F(RateLimit, StandsRatesBeyondReason) {
  limit({.requests_per_second = 1e300, .burst = 0});
  EXPECT_EQ(requests(), 1);
  EXPECT_EQ(wait(), Duration(1));
  limit({.requests_per_second = 1e-300, .burst = ~0U});
  EXPECT_EQ(wait(), seconds(kForeverSeconds));
  for (const double rate : {-1.0, std::nan("")}) limit({.requests_per_second = rate});
  now += *wait();
  EXPECT_EQ(requests(), 1);
}

TEST_F(RateLimit, LimitsWhatIsInFlight) {
  limit({.max_in_flight = 2});
  EXPECT_EQ(starts(), 2);
  EXPECT_EQ(wait(), std::nullopt);
  end(1);
  EXPECT_EQ(wait(), Duration(0));
  EXPECT_EQ(starts(), 1);
}

TEST_F(RateLimit, RefusedStartsTakeNoToken) {
  limit({.requests_per_second = 1, .burst = 3, .max_in_flight = 1});
  EXPECT_EQ(starts(), 1);
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(start());
  end(1);
  EXPECT_EQ(requests() + requests(), 2);
  EXPECT_EQ(wait(), seconds(1));
}

TEST_F(RateLimit, TakesTheStricterOfEachLimit) {
  limit({.requests_per_second = 10, .burst = 2, .max_in_flight = 7});
  limit({.requests_per_second = 5, .burst = 9});
  limit({.burst = 1, .max_in_flight = 3});  // a burst means nothing without a rate
  EXPECT_EQ(starts(), 2);
  EXPECT_EQ(wait(), milliseconds(200));
  now += seconds(9);
  EXPECT_EQ(starts(), 1);
  EXPECT_EQ(wait(), std::nullopt);
}

TEST_F(RateLimit, TighteningGivesNoTokensBack) {
  limit({.requests_per_second = 100, .burst = 10});
  EXPECT_EQ(requests(), 10);
  limit({.requests_per_second = 1, .burst = 10});
  EXPECT_EQ(wait(), seconds(1));
  limit({.requests_per_second = 1, .burst = 3});
  EXPECT_EQ(wait(), seconds(8));
}

TEST_F(RateLimit, HoldsEverythingBackUntilTold) {
  limiter.hold(now + seconds(5));
  limiter.hold(now + seconds(2));
  EXPECT_EQ(wait(), seconds(5));
  EXPECT_EQ(starts(), 0);
}

TEST_F(RateLimit, WaitsForTheResetWhenNothingRemains) {
  ASSERT_TRUE(start());
  hear(0, 30);
  end(1);
  EXPECT_EQ(wait(), seconds(30));
  EXPECT_EQ(starts(), 0);
  now += seconds(30);
  EXPECT_EQ(starts(), 1000);
}

TEST_F(RateLimit, IsNotSlowedWhileEnoughRemains) {
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(start());
  for (std::uint64_t remaining = 999; remaining >= 4; --remaining) {
    hear(remaining, 3600);
    end(1);
    ASSERT_TRUE(start()) << remaining;
  }
  EXPECT_EQ(limiter.waits(), 0u);
}

TEST_F(RateLimit, StartsNoMoreThanRemainBesideThoseInFlight) {
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(start());
  hear(5, 60);  // which three others may use
  end(1);
  EXPECT_EQ(starts(), 2);
  EXPECT_EQ(wait(), seconds(60));
  hear(3, 60);  // which four others will use
  end(1);
  EXPECT_EQ(starts(), 0);
  end(3);
  hear(3, 60);  // they were counted already
  end(1);
  EXPECT_EQ(starts(), 3);
}

TEST_F(RateLimit, IsNotMisledByAnAnswerThatWasOvertaken) {
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(start());
  hear(0, 30);
  end(1);
  hear(1, 30);
  end(1);
  EXPECT_EQ(wait(), seconds(30));
  now += seconds(31);
  ASSERT_TRUE(start());
  hear(1, 30);
  end(1);
  EXPECT_EQ(starts(), 1);
}

TEST_F(RateLimit, ForgetsALongerPauseWhereAShorterOnePresses) {
  hear(3, 2000);
  hear(0, 30);
  EXPECT_EQ(wait(), seconds(30));
  hear(0, 31);
  EXPECT_EQ(wait(), seconds(31));
}

TEST_F(RateLimit, LearnsNothingFromHalfAHint) {
  limiter.hear({.remaining = 0, .reset = std::nullopt}, now);
  limiter.hear({.remaining = std::nullopt, .reset = seconds(5)}, now);
  EXPECT_EQ(wait(), Duration(0));
  hear(0, 0);
  EXPECT_EQ(wait(), Duration(0));
}

TEST_F(RateLimit, CountsManyThatWaitAtOnceAsOneWait) {
  limit({.requests_per_second = 1});
  EXPECT_EQ(starts(), 1);
  for (int i = 0; i < 10; ++i, now += milliseconds(50)) EXPECT_FALSE(start());
  EXPECT_EQ(limiter.waits(), 0u);
  now = kStart + seconds(1);
  EXPECT_EQ(starts(), 1);
  EXPECT_EQ(limiter.waits(), 1u);
  EXPECT_EQ(limiter.waited(), seconds(1));
  now += seconds(1);
  EXPECT_EQ(starts(), 1);
  EXPECT_EQ(limiter.waits(), 2u);
  EXPECT_EQ(limiter.waited(), seconds(2));
}

TEST_F(RateLimit, DoesNotCountTimeInWhichNothingWasHeldBack) {
  limiter.hold(now + seconds(2));
  EXPECT_FALSE(start());
  now += seconds(100);
  EXPECT_TRUE(start());
  EXPECT_EQ(limiter.waited(), seconds(2));
  limiter.hold(now + seconds(3));
  EXPECT_FALSE(start());
  now += seconds(50);
  limiter.hold(now + seconds(4));
  EXPECT_FALSE(start());
  now += *wait();
  EXPECT_TRUE(start());
  EXPECT_EQ(limiter.waits(), 3u);
  EXPECT_EQ(limiter.waited(), seconds(9));
}

TEST_F(RateLimit, DoesNotCountWaitingForAPlace) {
  limit({.max_in_flight = 1});
  EXPECT_EQ(starts(), 1);
  now += seconds(5);
  end(1);
  EXPECT_TRUE(start());
  EXPECT_EQ(limiter.waits(), 0u);
}

TEST_F(RateLimit, WakesThoseWhoWereRefused) {
  limit({.max_in_flight = 1});
  int woken = 0;
  {
    const RateLimiter::Wake wake(limiter, [&woken] { ++woken; });
    EXPECT_TRUE(start());
    end(1);
    EXPECT_EQ(woken, 0);
    EXPECT_TRUE(start());
    EXPECT_FALSE(start());
    EXPECT_FALSE(start());
    end(1);
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(starts(), 1);
  }
  end(1);
  EXPECT_EQ(woken, 1);
}

TEST_F(RateLimit, KeepsItsLimitsAmongThreads) {
  limit({.requests_per_second = 1, .burst = 5000, .max_in_flight = 3});
  std::atomic<int> in_flight{0};
  std::atomic<bool> too_many{false};
  std::atomic<int> count{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      while (count < 5000) {
        if (!limiter.try_start(kStart)) continue;
        if (++in_flight > 3) too_many = true;
        ++count;
        --in_flight;
        limiter.ended();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(count, 5000);
  EXPECT_FALSE(too_many);
}

TEST(Hosts, GivesOneLimiterForEachOrigin) {
  Hosts hosts;
  const Origin api{"https", "api.example.com", "443"};
  const auto left = hosts.limiter(api, {.max_in_flight = 5});
  const auto right = hosts.limiter(api, {.max_in_flight = 1});
  EXPECT_EQ(left, right);
  EXPECT_NE(left, hosts.limiter({"http", "api.example.com", "443"}, {}));
  EXPECT_NE(left, hosts.limiter({"https", "api.example.com", "444"}, {}));
  EXPECT_TRUE(left->try_start(kStart));
  EXPECT_EQ(right->time_to_start(kStart), std::nullopt);
}

}  // namespace
}  // namespace counterpart::http
