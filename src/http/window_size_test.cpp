#include "http/window_size.hpp"

#include <gtest/gtest.h>

namespace counterpart::http {
namespace {

/// Answers at a rate that the size decides.
template <typename Rate>
void answer(WindowSize& window, int count, Rate rate) {
  WindowSize::Time now{};
  for (int i = 0; i < count; ++i) {
    now += std::chrono::nanoseconds(static_cast<long>(1e9 / rate(window.size())));
    window.answered(now);
  }
}

TEST(WindowSize, GrowsToTheMostWhileItPays) {
  WindowSize window(0);
  EXPECT_EQ(window.size(), 4u);
  answer(window, 500, [](unsigned size) { return 100.0 * size; });
  EXPECT_EQ(window.size(), 32u);
}

TEST(WindowSize, StepsBackWhenGrowingDoesNotPay) {
  WindowSize window(0);
  answer(window, 500, [](unsigned size) { return 100.0 * std::min(size, 8U); });
  EXPECT_EQ(window.size(), 8u);
}

TEST(WindowSize, HalvesOnceForAllThatWasInFlight) {
  WindowSize window(0);
  answer(window, 500, [](unsigned size) { return 100.0 * size; });
  for (int i = 0; i < 10; ++i) window.pushed_back();
  EXPECT_EQ(window.size(), 16u);
  answer(window, 32, [](unsigned) { return 100.0; });
  window.pushed_back();
  EXPECT_EQ(window.size(), 8u);
  answer(window, 500, [](unsigned size) { return 100.0 * size; });
  EXPECT_EQ(window.size(), 8u);
}

TEST(WindowSize, NeverReachesZero) {
  WindowSize window(0);
  for (int i = 0; i < 10; ++i) {
    window.pushed_back();
    answer(window, 40, [](unsigned) { return 100.0; });
  }
  EXPECT_EQ(window.size(), 1u);
}

TEST(WindowSize, StaysWhereItIsFixed) {
  WindowSize window(7);
  answer(window, 500, [](unsigned size) { return 100.0 * size; });
  window.pushed_back();
  EXPECT_EQ(window.size(), 7u);
}

}  // namespace
}  // namespace counterpart::http
