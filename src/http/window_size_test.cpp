#include "http/window_size.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace counterpart::http {
namespace {

/// A server that answers at a rate that the size decides; a request takes as long as those in flight make it
/// wait.
class Server {
 public:
  using Rate = std::function<double(unsigned)>;

  void answer(WindowSize& window, int count, const Rate& rate) {
    for (int i = 0; i < count; ++i) {
      const double seconds = 1 / rate(window.size());
      now_ += in_nanoseconds(seconds);
      window.answered(now_, in_nanoseconds(seconds * window.size()));
    }
  }

 private:
  static std::chrono::nanoseconds in_nanoseconds(double seconds) {
    return std::chrono::nanoseconds(static_cast<long>(seconds * 1e9));
  }
  WindowSize::Time now_{};
};

double without_limit(unsigned size) {
  return 125.0 * size;
}

TEST(WindowSize, GrowsToTheMostWhileItPays) {
  WindowSize window(0);
  Server server;
  EXPECT_EQ(window.size(), 8u);
  server.answer(window, 10 + 20 + 40 + 1, without_limit);
  EXPECT_EQ(window.size(), 64u);
  server.answer(window, 5000, without_limit);
  EXPECT_EQ(window.size(), 64u);
}

TEST(WindowSize, BeginsWithMoreWhereTheFirstAnswerTookLong) {
  using std::chrono::milliseconds;
  for (const auto& [latency, size] : {std::pair{1, 8U}, {20, 20U}, {500, 32U}}) {
    WindowSize window(0);
    window.answered({}, milliseconds(latency));
    EXPECT_EQ(window.size(), size);
    WindowSize fixed(4);
    fixed.answered({}, milliseconds(latency));
    EXPECT_EQ(fixed.size(), 4u);
  }
}

TEST(WindowSize, StepsBackWhenGrowingDoesNotPay) {
  WindowSize window(0);
  Server server;
  const auto up_to_16 = [](unsigned size) { return 125.0 * std::min(size, 16U); };
  server.answer(window, 10 + 20 + 32 + 1, up_to_16);
  EXPECT_EQ(window.size(), 16u);
  for (int i = 0; i < 5000; ++i) {
    server.answer(window, 1, up_to_16);
    EXPECT_LE(window.size(), 20u);
  }
}

TEST(WindowSize, FindsMoreRoomLater) {
  WindowSize window(0);
  Server server;
  server.answer(window, 500, [](unsigned size) { return 125.0 * std::min(size, 8U); });
  EXPECT_LE(window.size(), 10u);
  server.answer(window, 20'000, without_limit);
  EXPECT_GE(window.size(), 32u);
}

TEST(WindowSize, ShrinksWhenAnswersTakeLongerAndComeNoFaster) {
  WindowSize window(0);
  Server server;
  server.answer(window, 1000, without_limit);
  EXPECT_EQ(window.size(), 64u);
  server.answer(window, 600, [](unsigned) { return 1000.0; });
  EXPECT_LE(window.size(), 48u);
}

TEST(WindowSize, HalvesOnceForAllThatWasInFlight) {
  WindowSize window(0);
  Server server;
  server.answer(window, 500, without_limit);
  for (int i = 0; i < 10; ++i) window.pushed_back();
  EXPECT_EQ(window.size(), 32u);
  server.answer(window, 64, without_limit);
  window.pushed_back();
  EXPECT_EQ(window.size(), 16u);
  server.answer(window, 500, without_limit);
  EXPECT_EQ(window.size(), 16u);
}

TEST(WindowSize, NeverReachesZero) {
  WindowSize window(0);
  Server server;
  for (int i = 0; i < 10; ++i) {
    window.pushed_back();
    server.answer(window, 70, [](unsigned) { return 100.0; });
  }
  EXPECT_EQ(window.size(), 1u);
}

TEST(WindowSize, StaysWhereItIsFixed) {
  WindowSize window(7);
  Server server;
  server.answer(window, 500, without_limit);
  window.pushed_back();
  EXPECT_EQ(window.size(), 7u);
}

}  // namespace
}  // namespace counterpart::http
