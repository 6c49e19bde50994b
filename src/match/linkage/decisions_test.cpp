#include "match/linkage/decisions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace counterpart::linkage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

ScoredPair likely(Row left, Row right, double probability) {
  return {left, right, weight_of(probability), 0};
}

ScoredPair weighing(Row left, Row right, double weight) {
  return {left, right, weight, 0};
}

Spec spec(Assignment assignment, double match_probability = 0.9, double possible_probability = 0.5) {
  Spec made;
  made.assignment = assignment;
  made.match_probability = match_probability;
  made.possible_probability = possible_probability;
  return made;
}

std::vector<std::pair<Row, Row>> rows_of(const std::vector<Link>& links) {
  std::vector<std::pair<Row, Row>> rows;
  for (const Link& link : links) rows.emplace_back(link.pair.left, link.pair.right);
  return rows;
}

using Rows = std::pair<Row, Row>;
const std::vector<ScoredPair> kWhereGreedLoses{likely(1, 1, 0.95), likely(1, 2, 0.94), likely(2, 1, 0.93)};

TEST(Decisions, TheBestAssignmentLinksTwoWhereGreedLinksOne) {
  const Decisions best = decide(kWhereGreedLoses, spec(Assignment::one_to_one), {});
  EXPECT_THAT(rows_of(best.matches), ElementsAre(Rows(1, 2), Rows(2, 1)));
  EXPECT_THAT(rows_of(best.possible), ElementsAre(Rows(1, 1)));
  EXPECT_THAT(best.ambiguous_left, IsEmpty());
  EXPECT_THAT(best.ambiguous_right, IsEmpty());

  const Decisions greedy = decide(kWhereGreedLoses, spec(Assignment::greedy), {});
  EXPECT_THAT(rows_of(greedy.matches), ElementsAre(Rows(1, 1)));
  EXPECT_THAT(greedy.ambiguous_left, ElementsAre(2));
  EXPECT_THAT(greedy.ambiguous_right, ElementsAre(2));
}

TEST(Decisions, MutualBestLinksThoseWhoPreferEachOtherAlone) {
  const Decisions made = decide(kWhereGreedLoses, spec(Assignment::mutual_best), {});
  EXPECT_THAT(rows_of(made.matches), ElementsAre(Rows(1, 1)));
  EXPECT_THAT(made.ambiguous_left, ElementsAre(2));
}

TEST(Decisions, AllTakesEachPairFromTheThresholdUp) {
  const Decisions made = decide(kWhereGreedLoses, spec(Assignment::all, 0.94), {});
  EXPECT_THAT(rows_of(made.matches), ElementsAre(Rows(1, 1), Rows(1, 2)));
  EXPECT_THAT(rows_of(made.possible), ElementsAre(Rows(2, 1)));
  EXPECT_THAT(made.ambiguous_left, IsEmpty());
}

TEST(Decisions, OneStrongLinkIsWorthMoreThanTwoThatBarelyPass) {
  const std::vector<ScoredPair> pairs{weighing(0, 0, 20), weighing(0, 1, 5), weighing(1, 0, 5)};
  const Decisions made = decide(pairs, spec(Assignment::one_to_one), {});
  EXPECT_THAT(rows_of(made.matches), ElementsAre(Rows(0, 0)));
  EXPECT_THAT(made.ambiguous_left, ElementsAre(1));
  EXPECT_THAT(made.ambiguous_right, ElementsAre(1));
}

TEST(Decisions, APairRightAtTheThresholdIsAMatch) {
  for (const Assignment one :
       {Assignment::one_to_one, Assignment::greedy, Assignment::mutual_best, Assignment::all})
    EXPECT_EQ(decide({likely(0, 0, 0.9)}, spec(one), {}).matches.size(), 1U);
}

TEST(Decisions, RowsInWhichBestAssignmentsDifferAreAmbiguous) {
  // Two on the left are as like one on the right; the pair (2, 2) beside them is sure.
  const std::vector<ScoredPair> pairs{weighing(0, 0, 9), weighing(1, 0, 9), weighing(1, 2, 4),
                                      weighing(2, 2, 12)};
  for (const Assignment one : {Assignment::one_to_one, Assignment::greedy, Assignment::mutual_best}) {
    const Decisions made = decide(pairs, spec(one), {});
    EXPECT_THAT(rows_of(made.matches), ElementsAre(Rows(2, 2)));
    EXPECT_THAT(made.ambiguous_left, ElementsAre(0, 1));
    EXPECT_THAT(made.ambiguous_right, ElementsAre(0));
  }
}

TEST(Decisions, ASquareOfEqualPairsLinksNobody) {
  const std::vector<ScoredPair> pairs{weighing(0, 0, 9), weighing(0, 1, 9), weighing(1, 0, 9),
                                      weighing(1, 1, 9)};
  const Decisions made = decide(pairs, spec(Assignment::one_to_one), {});
  EXPECT_THAT(made.matches, IsEmpty());
  EXPECT_THAT(made.ambiguous_left, ElementsAre(0, 1));
  EXPECT_THAT(made.ambiguous_right, ElementsAre(0, 1));
  EXPECT_EQ(made.possible.size(), 4U);
}

TEST(Decisions, WeightsThatDifferBeyondTheUnitAreATie) {
  const std::vector<ScoredPair> pairs{weighing(0, 0, 9), weighing(0, 1, 9 + 1e-12)};
  EXPECT_THAT(decide(pairs, spec(Assignment::one_to_one), {}).matches, IsEmpty());
  const std::vector<ScoredPair> apart{weighing(0, 0, 9), weighing(0, 1, 9 + 1e-8)};
  EXPECT_THAT(rows_of(decide(apart, spec(Assignment::one_to_one), {}).matches), ElementsAre(Rows(0, 1)));
}

TEST(Decisions, TheMarginIsTheDistanceToTheBestOtherPairOfEitherRow) {
  const std::vector<ScoredPair> pairs{weighing(0, 0, 9), weighing(0, 1, 2), weighing(1, 0, 3),
                                      weighing(5, 5, 8)};
  const Decisions made = decide(pairs, spec(Assignment::one_to_one), {});
  ASSERT_EQ(made.matches.size(), 2U);
  EXPECT_EQ(made.matches[0].margin, 6);
  EXPECT_EQ(made.matches[1].margin, kInfinity);
  EXPECT_EQ(made.possible[0].margin, -7);
}

TEST(Decisions, VerdictsHoldWhateverTheWeightIs) {
  const std::vector<ScoredPair> pairs{weighing(0, 0, 9), weighing(0, 1, 2), weighing(1, 0, 6)};
  const std::vector<Verdict> verdicts{{0, 0, false}, {0, 1, true}, {7, 8, true}};
  const Decisions made = decide(pairs, spec(Assignment::one_to_one), verdicts);
  EXPECT_THAT(rows_of(made.matches), ElementsAre(Rows(0, 1), Rows(1, 0), Rows(7, 8)));
  EXPECT_THAT(made.possible, IsEmpty());
}

TEST(Decisions, ADeclaredMatchTakesItsRowsOutOfTheAssignment) {
  const std::vector<ScoredPair> pairs{weighing(0, 0, 9), weighing(0, 1, 8), weighing(1, 0, 6)};
  const Decisions made = decide(pairs, spec(Assignment::one_to_one), {{1, 0, true}});
  EXPECT_THAT(rows_of(made.matches), ElementsAre(Rows(0, 1), Rows(1, 0)));
  EXPECT_THAT(rows_of(made.possible), ElementsAre(Rows(0, 0)));
}

TEST(Decisions, PairsInAnyOrderGiveTheSame) {
  std::vector<ScoredPair> turned(kWhereGreedLoses.rbegin(), kWhereGreedLoses.rend());
  EXPECT_EQ(rows_of(decide(turned, spec(Assignment::one_to_one), {}).matches),
            rows_of(decide(kWhereGreedLoses, spec(Assignment::one_to_one), {}).matches));
}

TEST(Decisions, ALongChainIsSolvedWithoutRecursion) {
  constexpr Row kLength = 50'000;
  std::vector<ScoredPair> pairs;
  for (Row row = 0; row < kLength; ++row) {
    pairs.push_back(weighing(row, row, 9));
    if (row + 1 < kLength) pairs.push_back(weighing(row, row + 1, 9.5));
  }
  const Decisions made = decide(pairs, spec(Assignment::one_to_one), {});
  EXPECT_EQ(made.matches.size(), kLength - 1);
  EXPECT_THAT(made.ambiguous_left, ElementsAre(kLength - 1));
}

TEST(Components, GroupRowsByTheirSmallest) {
  const std::vector<ScoredPair> pairs{weighing(1, 4, 9), weighing(2, 5, 9), weighing(4, 5, 9),
                                      weighing(0, 3, 1)};
  EXPECT_THAT(components(pairs, spec(Assignment::all), 7, {}), ElementsAre(0, 1, 1, 3, 1, 1, 6));
}

TEST(Components, VerdictsJoinAndPart) {
  const std::vector<ScoredPair> pairs{weighing(0, 1, 9), weighing(1, 2, 9)};
  EXPECT_THAT(components(pairs, spec(Assignment::all), 4, {{1, 2, false}, {2, 3, true}}),
              ElementsAre(0, 0, 2, 2));
}

}  // namespace
}  // namespace counterpart::linkage
