#include "match/linkage/judging.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace counterpart::linkage {
namespace {

const std::vector<TruePair> kTruth{{0, 0}, {1, 1}, {2, 2}, {3, 3}};

std::vector<double> weights_of(const std::vector<CurvePoint>& points) {
  std::vector<double> weights;
  for (const CurvePoint& point : points) weights.push_back(point.weight);
  return weights;
}

TEST(Judging, CountsDistinctPairsRightWrongAndMissed) {
  const Counted counted = count_against({{3, 3}, {0, 0}, {0, 1}, {0, 0}}, kTruth);
  EXPECT_EQ(counted.right, 2U);
  EXPECT_EQ(counted.wrong, 1U);
  EXPECT_EQ(counted.missed, 2U);
  EXPECT_DOUBLE_EQ(counted.precision(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(counted.recall(), 0.5);
  EXPECT_DOUBLE_EQ(counted.f1(), 4.0 / 7);
}

TEST(Judging, NothingFoundOfNothingIsPerfect) {
  EXPECT_EQ(count_against({}, {}).f1(), 1);
  EXPECT_EQ(count_against({}, kTruth).precision(), 1);
  EXPECT_EQ(count_against({}, kTruth).recall(), 0);
  EXPECT_EQ(count_against({{0, 1}}, {}).recall(), 1);
}

TEST(Curve, HasAPointForEachDistinctWeightHighestFirst) {
  const std::vector<ScoredPair> pairs{{0, 0, 5, 0}, {1, 1, 9, 0}, {1, 2, 5, 0}, {2, 2, 1, 0}};
  const auto points = curve(pairs, kTruth, 100);
  EXPECT_THAT(weights_of(points), ::testing::ElementsAre(9, 5, 1));
  EXPECT_EQ(points[1].counted.right, 2U);
  EXPECT_EQ(points[1].counted.wrong, 1U);
  EXPECT_EQ(points[1].counted.missed, 2U);
  EXPECT_DOUBLE_EQ(points[2].probability, probability_of(1));
}

TEST(Curve, SpreadsFewPointsOverThePairsAndKeepsTheLowest) {
  std::vector<ScoredPair> pairs;
  for (Row row = 0; row < 100; ++row) pairs.push_back({row, row, static_cast<double>(row), 0});
  EXPECT_THAT(weights_of(curve(pairs, kTruth, 4)), ::testing::ElementsAre(75, 50, 25, 0));
  EXPECT_EQ(curve(pairs, kTruth, 7).size(), 7U);
  EXPECT_EQ(curve(pairs, kTruth, 1).back().weight, 0);
  EXPECT_TRUE(curve(pairs, kTruth, 0).empty());
  EXPECT_TRUE(curve({}, kTruth, 4).empty());
}

}  // namespace
}  // namespace counterpart::linkage
