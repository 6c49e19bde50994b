#include "source/rest/digest_set.hpp"

#include <gtest/gtest.h>

namespace counterpart {
namespace {

TEST(DigestSet, KnowsWhatItHoldsThroughItsGrowth) {
  DigestSet set;
  constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15;
  for (std::uint64_t i = 1; i <= 10'000; ++i) EXPECT_TRUE(set.add(i * kStep));
  for (std::uint64_t i = 1; i <= 10'000; ++i) EXPECT_FALSE(set.add(i * kStep));
  EXPECT_TRUE(set.add(10'001 * kStep));
}

TEST(DigestSet, TellsDigestsApartThatFallOnTheSameSlot) {
  DigestSet set;
  for (std::uint64_t i = 1; i <= 1000; ++i) EXPECT_TRUE(set.add(i << 40U));
  for (std::uint64_t i = 1; i <= 1000; ++i) EXPECT_FALSE(set.add(i << 40U));
}

TEST(DigestSet, HoldsZeroAsOne) {
  DigestSet set;
  EXPECT_TRUE(set.add(0));
  EXPECT_FALSE(set.add(0));
  EXPECT_FALSE(set.add(1)) << "a digest that stands for nothing is held as 1";
}

}  // namespace
}  // namespace counterpart
