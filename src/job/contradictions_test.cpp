#include "job/contradictions.hpp"

#include <gtest/gtest.h>

namespace counterpart {
namespace {

TEST(Contradictions, TakeAllLinesOfTheirPairOut) {
  std::vector<DecidedPair> pairs{{7, 1, true, 2}, {1, 2, false, 3}, {1, 1, true, 4}, {7, 1, false, 5},
                                 {7, 1, true, 6}, {1, 2, false, 7}, {1, 1, false, 8}};
  const std::vector<Contradiction> found = take_out_contradictions(pairs);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].left, 7u);
  EXPECT_EQ(found[0].line, 5u);
  EXPECT_EQ(found[0].other_line, 2u);
  EXPECT_FALSE(found[0].match);
  EXPECT_EQ(found[1].left, 1u);
  EXPECT_EQ(found[1].line, 8u);
  ASSERT_EQ(pairs.size(), 2u);
  EXPECT_EQ(pairs[0].line, 3u);
  EXPECT_EQ(pairs[1].line, 7u);
}

TEST(Contradictions, AreNoneOfPairsThatAreDecidedTheSameTwice) {
  std::vector<DecidedPair> pairs{{1, 1, true, 2}, {1, 1, true, 3}, {1, 2, false, 4}, {2, 1, true, 5}};
  EXPECT_TRUE(take_out_contradictions(pairs).empty());
  EXPECT_EQ(pairs.size(), 4u);
}

}  // namespace
}  // namespace counterpart
