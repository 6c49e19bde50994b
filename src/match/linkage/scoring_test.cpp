#include "match/linkage/scoring.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "support/linkage_tables.hpp"

namespace counterpart::linkage {
namespace {

LevelOdds odds(double m, double u) {
  return {m, u, Origin::trained, Origin::trained};
}

struct World {
  Spec spec;
  Model model;
  std::unique_ptr<PersonTable> table;

  World() {
    spec.comparisons = {equality("name", 0), equality("city", 1)};
    spec.blocks = {same("name", {0}), same("city", {1})};
    spec.possible_probability = 0;
    model.lambda = 0.2;
    model.levels = {{odds(.8, .1), odds(.2, .9)}, {odds(.5, .25), odds(.5, .75)}};
  }

  void fill(const std::vector<Fields>& left, const std::vector<Fields>& right) {
    table = std::make_unique<PersonTable>(spec, false);
    add_all(*table, Side::left, left);
    add_all(*table, Side::right, right);
    table->finish();
  }
  Scored scored(unsigned threads = 1) const { return score(*table, model, threads, CancelToken()); }
};

TEST(Scoring, AddsThePriorAndTheWeightOfEachLevel) {
  World world;
  world.fill({{"ann", "york"}, {"bob", std::nullopt}}, {{"ann", "york"}, {"ann", "hull"}, {"bob", "york"}});
  const Scored scored = world.scored();
  ASSERT_EQ(scored.pairs.size(), 4U);
  EXPECT_EQ(scored.pairs[0].pattern, 0x00U);
  EXPECT_NEAR(scored.pairs[0].weight, std::log2(.25) + 3 + 1, 1e-5);
  EXPECT_EQ(scored.pairs[1].pattern, 0x10U);
  EXPECT_NEAR(scored.pairs[1].weight, std::log2(.25) + 3 + std::log2(.5 / .75), 1e-5);
  EXPECT_EQ(scored.pairs[2].pattern, 0x01U);  // by the city alone
  EXPECT_NEAR(scored.pairs[2].weight, std::log2(.25) + std::log2(.2 / .9) + 1, 1e-5);
  EXPECT_EQ(scored.pairs[3].pattern, 0xF0U);  // null says nothing
  EXPECT_NEAR(scored.pairs[3].weight, std::log2(.25) + 3, 1e-5);
}

TEST(Scoring, NullIsDisagreementWhereThatIsThePolicy) {
  World world;
  world.spec.comparisons[1].nulls = NullPolicy::disagree;
  world.fill({{"bob", std::nullopt}}, {{"bob", "york"}});
  const Scored scored = world.scored();
  ASSERT_EQ(scored.pairs.size(), 1U);
  EXPECT_EQ(scored.pairs[0].pattern, 0x10U);
  EXPECT_EQ(explain_weight(*world.table, world.model, 0, 0).weight, scored.pairs[0].weight);
}

TEST(Scoring, KeepsPairsFromThePossibleThresholdUpAndCountsTheOthers) {
  World world;
  world.fill({{"ann", "york"}}, {{"ann", "york"}, {"ann", "hull"}, {"cid", "york"}, {"dan", "ely"}});
  world.spec.possible_probability = 0.6;  // 0.58 bits: the second pair has 0.415, the first 2
  const Scored scored = world.scored();
  ASSERT_EQ(scored.pairs.size(), 1U);
  EXPECT_EQ(scored.candidates, 3U);
  EXPECT_EQ(scored.best_below, 2U);
  EXPECT_EQ(std::accumulate(scored.histogram.begin(), scored.histogram.end(), 0U), 3U);
  EXPECT_EQ(scored.histogram.size(), 80U);
  EXPECT_EQ(scored.histogram[42], 1U);
  EXPECT_EQ(scored.histogram[40], 1U);
  EXPECT_EQ(scored.rules[0].new_pairs, 2U);
  EXPECT_EQ(scored.rules[1].new_pairs, 1U);
}

// The rarer a value, the more its agreement says: u of the level is replaced by how often the value stands on
// the side where it is more frequent.
TEST(Scoring, AgreementOnARareValueWeighsMore) {
  World world;
  world.spec.comparisons[0].term_frequency = 0.5;
  world.fill({{"ann", "a"}, {"ann", "b"}, {"bob", "c"}, {std::nullopt, "d"}}, {{"ann", "e"}, {"bob", "f"}});
  const Scored scored = world.scored();
  ASSERT_EQ(scored.pairs.size(), 3U);
  const double else_weight = std::log2(.25) + 3 + std::log2(.5 / .75);
  EXPECT_NEAR(scored.pairs[0].weight, else_weight + .5 * (std::log2(.1) - std::log2(2. / 3)), 1e-5);
  EXPECT_NEAR(scored.pairs[2].weight, else_weight + .5 * (std::log2(.1) - std::log2(1. / 2)), 1e-5);
}

TEST(Scoring, ExplainsThePairsItScored) {
  World world;
  world.spec.comparisons[0].term_frequency = 1;
  world.fill({{"ann", "york"}, {"bob", std::nullopt}, {"cid", "york"}}, {{"ann", "york"}, {"bob", "hull"}});
  const Explainer explainer(*world.table, world.model);
  for (const ScoredPair& pair : world.scored().pairs) {
    const WeightTerms terms = explain_weight(*world.table, world.model, pair.left, pair.right);
    EXPECT_EQ(terms.weight, pair.weight);
    double sum = terms.prior;
    for (std::size_t i = 0; i < terms.terms.size(); ++i) {
      EXPECT_EQ(terms.terms[i].level, level_in(pair.pattern, i));
      sum += terms.terms[i].level_weight + terms.terms[i].term_frequency;
    }
    EXPECT_EQ(sum, pair.weight);  // whole millionths: exact
    EXPECT_EQ(explainer.terms(pair).weight, pair.weight);
  }
}

TEST(Scoring, LevelsOfEqualValuesAreThoseOfTheComparison) {
  World world;
  // Nothing has five characters in common with "ann", not even itself.
  world.spec.comparisons[0].levels = {{"first five", {{Likeness::prefix, 5, 0, 0}}}, {"all else", {}}};
  world.fill({{"ann", "york"}, {"johanna", "hull"}}, {{"ann", "york"}, {"johanna", "hull"}});
  const Scored scored = world.scored();
  ASSERT_EQ(scored.pairs.size(), 2U);
  EXPECT_EQ(level_in(scored.pairs[0].pattern, 0), 1U);
  EXPECT_EQ(level_in(scored.pairs[1].pattern, 0), 0U);
}

TEST(Scoring, EndsWhenItIsCancelled) {
  World world;
  world.fill({{"ann", "york"}}, {{"ann", "york"}});
  CancelToken cancel;
  cancel.cancel(ErrorKind::interrupted);
  EXPECT_THROW(score(*world.table, world.model, 2, cancel), Error);
}

TEST(Scoring, OfAnEmptySideHasNoPairs) {
  World world;
  world.fill({}, {{"ann", "york"}});
  EXPECT_TRUE(world.scored(2).pairs.empty());
}

TEST(Model, WeighsProbabilitiesInBits) {
  EXPECT_DOUBLE_EQ(odds(.8, .1).weight(), 3);
  EXPECT_DOUBLE_EQ(weight_of(.5), 0);
  EXPECT_DOUBLE_EQ(probability_of(weight_of(.95)), .95);
  EXPECT_TRUE(std::isfinite(odds(0, .5).weight()));
  EXPECT_TRUE(std::isinf(weight_of(0)));
}

}  // namespace
}  // namespace counterpart::linkage
