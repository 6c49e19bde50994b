#include "match/linkage/expectation.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace counterpart::linkage {
namespace {

constexpr Pattern kNull = kNullLevel;
const std::vector<std::vector<bool>> kNoneFixed(3, std::vector<bool>(2));

/// Two comparisons of two levels: 0 is agreement.
Pattern pattern(Pattern first, Pattern second) {
  return first | second << 4;
}

// By hand. Of 100 pairs, 60 agree on both, 30 on the first alone, 10 agree on the first and have no second.
// λ ½, m (.8 .2) and (.6 .4), u (.1 .9) and (.2 .8):
//   p(agree, agree)   = .8·.6 / (.8·.6 + .1·.2) = .48 / .50 = .96
//   p(agree, differ)  = .8·.4 / (.8·.4 + .1·.8) = .32 / .40 = .8
//   p(agree, null)    = .8    / (.8    + .1)    = 8 / 9
// Expected matches: 57.6, 24, 8.8889; in all 90.4889.
TEST(Expectation, OneRoundByHand) {
  const std::vector<PatternCount> patterns{{pattern(0, 0), 60}, {pattern(0, 1), 30}, {pattern(0, kNull), 10}};
  Estimate begin;
  begin.m = {{.8, .2}, {.6, .4}};
  begin.lambda = .5;
  const Estimate next = next_estimate(patterns, {{.1, .9}, {.2, .8}}, begin, kNoneFixed);
  const double all = 57.6 + 24 + 80. / 9;
  EXPECT_NEAR(next.lambda, all / 100, 1e-12);
  EXPECT_NEAR(next.m[0][0], (all + .5) / (all + 1), 1e-12);
  EXPECT_NEAR(next.m[0][1], .5 / (all + 1), 1e-12);
  EXPECT_NEAR(next.m[1][0], 58.1 / 82.6, 1e-12);  // null is left out: 57.6 + 24 + 2 · ½
  EXPECT_NEAR(next.m[1][1], 24.5 / 82.6, 1e-12);
  EXPECT_NEAR(next.last_change, (all + .5) / (all + 1) - .8, 1e-12);
  EXPECT_EQ(next.rounds, 1U);
  EXPECT_FALSE(next.converged);
}

/// Counts of a million pairs as the model says, three comparisons of two levels.
std::vector<PatternCount> expected_counts(const Probabilities& m, const Probabilities& u, double lambda) {
  std::vector<PatternCount> patterns;
  for (Pattern bits = 0; bits < 8; ++bits) {
    double match = lambda;
    double other = 1 - lambda;
    Pattern made = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      const std::size_t level = bits >> i & 1;
      match *= m[i][level];
      other *= u[i][level];
      made |= Pattern{level} << (4 * i);
    }
    patterns.push_back({made, static_cast<std::uint64_t>(std::llround((match + other) * 1e6))});
  }
  return patterns;
}

TEST(Expectation, FindsTheModelThatMadeTheCounts) {
  const Probabilities m{{.9, .1}, {.8, .2}, {.95, .05}};
  const Probabilities u{{.01, .99}, {.05, .95}, {.02, .98}};
  Estimate begin;
  begin.m = {{.95, .05}, {.95, .05}, {.95, .05}};
  begin.lambda = .1;
  const Estimate found = expectation_maximization(expected_counts(m, u, .3), u, begin, kNoneFixed);
  EXPECT_TRUE(found.converged);
  EXPECT_LT(found.last_change, kSmallChange);
  EXPECT_NEAR(found.lambda, .3, 1e-3);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(found.m[i][0], m[i][0], 1e-3);
}

TEST(Expectation, SaysThatItDidNotConverge) {
  // Matches and others are so alike that it creeps.
  const Probabilities m{{.6, .4}, {.55, .45}, {.7, .3}};
  const Probabilities u{{.4, .6}, {.45, .55}, {.3, .7}};
  Estimate begin;
  begin.m = {{.95, .05}, {.95, .05}, {.95, .05}};
  begin.lambda = .1;
  const Estimate found = expectation_maximization(expected_counts(m, u, .3), u, begin, kNoneFixed);
  EXPECT_FALSE(found.converged);
  EXPECT_EQ(found.rounds, kMostRounds);
  EXPECT_GE(found.last_change, kSmallChange);
}

TEST(Expectation, LeavesAComparisonThatNoPatternHasALevelOf) {
  const std::vector<PatternCount> patterns{{pattern(0, kNull), 500}, {pattern(1, kNull), 500}};
  Estimate begin;
  begin.m = {{.6, .4}, {.3, .7}};
  begin.lambda = .5;
  EXPECT_EQ(expectation_maximization(patterns, {{.4, .6}, {.5, .5}}, begin, kNoneFixed).m[1], begin.m[1]);
}

TEST(Expectation, KeepsFixedLevelsAndSharesOutTheRest) {
  std::vector<double> m{.7, .2, .1};
  share_out({100, 29.5, 9.5}, {true, false, false}, m);
  EXPECT_DOUBLE_EQ(m[0], .7);
  EXPECT_DOUBLE_EQ(m[1], .3 * 30 / 40);
  EXPECT_DOUBLE_EQ(m[2], .3 * 10 / 40);
}

TEST(Expectation, NothingSticksAtNought) {
  const std::vector<PatternCount> patterns{{pattern(0, 0), 1000}};
  Estimate begin;
  begin.m = {{1, 0}, {1, 0}};
  begin.lambda = .5;
  const Estimate found = expectation_maximization(patterns, {{.1, .9}, {.1, .9}}, begin, kNoneFixed);
  EXPECT_GT(found.m[0][1], 0);
  EXPECT_LT(found.m[0][1], .001);
}

}  // namespace
}  // namespace counterpart::linkage
