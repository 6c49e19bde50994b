/// decide() against every assignment there is, on small random components full of ties.

#include "match/linkage/decisions.hpp"

#include <gtest/gtest.h>

#include <random>

#include "reference/best_assignments.hpp"

namespace counterpart::linkage {
namespace {

constexpr double kUnit = 1.0 / (1U << 30U);

/// Pairs of a few rows with whole weights above the threshold 0, so that most components have ties.
std::vector<ScoredPair> random_pairs(std::mt19937& random, int weights) {
  const auto below = [&](std::uint32_t bound) { return static_cast<std::uint32_t>(random() % bound); };
  const Row lefts = 1 + below(5);
  const Row rights = 1 + below(5);
  const std::uint32_t share = 25 + below(75);
  std::vector<ScoredPair> pairs;
  for (Row left = 0; left < lefts; ++left)
    for (Row right = 0; right < rights; ++right)
      if (below(100) < share)
        pairs.push_back({left, right, static_cast<double>(below(static_cast<std::uint32_t>(weights))), 0});
  return pairs;
}

std::vector<reference::Choice> choices_of(const std::vector<ScoredPair>& pairs) {
  std::vector<reference::Choice> choices;
  for (const ScoredPair& pair : pairs)
    choices.push_back({pair.left, pair.right, static_cast<std::int64_t>(pair.weight / kUnit) + 1});
  return choices;
}

reference::Links links_of(const Decisions& decisions) {
  reference::Links links;
  for (const Link& link : decisions.matches) links.emplace(link.pair.left, link.pair.right);
  return links;
}

/// Rows with a pair, of which none is linked.
std::vector<Row> left_over(const std::vector<ScoredPair>& pairs, const reference::Links& links, bool left) {
  std::set<Row> rows;
  for (const ScoredPair& pair : pairs) rows.insert(left ? pair.left : pair.right);
  for (const auto& [one, other] : links) rows.erase(left ? one : other);
  return {rows.begin(), rows.end()};
}

Decisions decided(const std::vector<ScoredPair>& pairs, Assignment assignment) {
  Spec spec;
  spec.assignment = assignment;
  spec.match_probability = spec.possible_probability = 0.5;  // weight 0
  return decide(pairs, spec, {});
}

TEST(DecisionsReference, OneToOneLinksWhatAllBestAssignmentsLink) {
  std::mt19937 random(7);
  std::size_t tied = 0;
  for (int i = 0; i < 4000; ++i) {
    const auto pairs = random_pairs(random, 1 + i % 9);
    const auto best = reference::best_assignments(choices_of(pairs));
    const Decisions decisions = decided(pairs, Assignment::one_to_one);
    ASSERT_EQ(links_of(decisions), reference::in_all(best)) << "component " << i;
    ASSERT_EQ(decisions.ambiguous_left, left_over(pairs, links_of(decisions), true)) << "component " << i;
    ASSERT_EQ(decisions.ambiguous_right, left_over(pairs, links_of(decisions), false)) << "component " << i;
    tied += best.size() > 1 ? 1 : 0;
  }
  EXPECT_GT(tied, 1000U);
  EXPECT_LT(tied, 3500U);
}

TEST(DecisionsReference, GreedyTakesTheBestPairAgainAndAgain) {
  std::mt19937 random(8);
  for (int i = 0; i < 4000; ++i) {
    const auto pairs = random_pairs(random, 1 + i % 9);
    ASSERT_EQ(links_of(decided(pairs, Assignment::greedy)), reference::greedy(choices_of(pairs))) << i;
  }
}

TEST(DecisionsReference, MutualBestLinksRowsThatHaveNoBetterAndNoEqualChoice) {
  std::mt19937 random(9);
  for (int i = 0; i < 4000; ++i) {
    const auto pairs = random_pairs(random, 1 + i % 9);
    reference::Links links;
    for (const ScoredPair& pair : pairs) {
      bool best = true;
      for (const ScoredPair& other : pairs)
        best = best && (other == pair || (other.left != pair.left && other.right != pair.right) ||
                        other.weight < pair.weight);
      if (best) links.emplace(pair.left, pair.right);
    }
    ASSERT_EQ(links_of(decided(pairs, Assignment::mutual_best)), links) << i;
  }
}

}  // namespace
}  // namespace counterpart::linkage
