#include "match/linkage/training.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "match/linkage/random.hpp"
#include "support/linkage_tables.hpp"

namespace counterpart::linkage {
namespace {

/// Persons of a name, a city, a birthday and a trade; the right side has the left's with errors, in the same
/// order, if `errors` in a thousand fields are replaced.
struct World {
  Spec spec;
  std::vector<Fields> left;
  std::vector<Fields> right;
  std::unique_ptr<PersonTable> table;

  explicit World(unsigned persons, unsigned errors = 100) {
    spec.comparisons = {equality("name", 0), equality("city", 1), equality("born", 2), equality("trade", 3)};
    spec.blocks = {same("name, city", {0, 1}, true), same("born", {2})};
    Random random(7);
    for (unsigned i = 0; i < persons; ++i) {
      left.push_back(drawn(random));
      right.push_back(left.back());
      const Fields other = drawn(random);
      for (std::size_t field = 0; field < 4; ++field)
        if (random.below(1000) < errors) right.back()[field] = other[field];
    }
  }

  static Fields drawn(Random& random) {
    return {"n" + std::to_string(random.below(200)), "c" + std::to_string(random.below(20)),
            "b" + std::to_string(random.below(2000)), "t" + std::to_string(random.below(5))};
  }

  const PersonTable& filled() {
    table = std::make_unique<PersonTable>(spec, false);
    add_all(*table, Side::left, left);
    add_all(*table, Side::right, right);
    table->finish();
    return *table;
  }
};

bool any_has(const std::vector<std::string>& lines, const std::string& text) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return line.find(text) != std::string::npos; });
}

TEST(Training, FindsHowOftenFieldsAreWrongWithoutLabels) {
  World world(3000);
  const Training training = train(world.filled(), nullptr, 2, CancelToken());
  const auto& levels = training.model.levels;
  // A tenth of the fields was drawn again, which now and then gives the same value.
  EXPECT_NEAR(levels[0][0].m, 0.90, 0.02);
  EXPECT_NEAR(levels[1][0].m, 0.905, 0.02);
  EXPECT_NEAR(levels[2][0].m, 0.90, 0.02);
  EXPECT_NEAR(levels[3][0].m, 0.92, 0.02);
  EXPECT_NEAR(levels[0][0].u, 1. / 200, 0.001);
  EXPECT_NEAR(levels[1][0].u, 1. / 20, 0.002);
  EXPECT_NEAR(levels[3][0].u, 1. / 5, 0.002);
  EXPECT_EQ(levels[0][0].m_origin, Origin::trained);
  ASSERT_EQ(training.sessions.size(), 2U);
  EXPECT_TRUE(training.sessions[0].converged);
  EXPECT_EQ(training.sessions[1].rule, "born");
  EXPECT_TRUE(training.warnings.empty()) << training.warnings.front();
}

TEST(Training, TakesLambdaFromStrictRulesAndAnAssumedRecall) {
  World world(500, 0);
  world.spec.recall = 0.5;
  const Training training = train(world.filled(), nullptr, 1, CancelToken());
  EXPECT_DOUBLE_EQ(training.model.lambda, static_cast<double>(training.strict_pairs) / .5 / (500. * 500));
  world.spec.lambda = 0.25;
  EXPECT_EQ(train(world.filled(), nullptr, 1, CancelToken()).model.lambda, 0.25);
}

TEST(Training, WithoutAStrictRuleTakesLambdaFromTheRuleOfMostMatches) {
  World world(1000);
  world.spec.blocks[0].strict = false;
  const Training training = train(world.filled(), nullptr, 1, CancelToken());
  EXPECT_TRUE(any_has(training.warnings, "no strict rule"));
  EXPECT_NEAR(training.model.lambda, 0.9 / 0.8 / 1000, 0.1 / 1000);
}

TEST(Training, IsTheSameForAnyNumberOfThreadsAndAnotherForAnotherSeed) {
  World world(3000);
  const PersonTable& table = world.filled();
  const Training one = train(table, nullptr, 1, CancelToken());
  for (const unsigned threads : {2U, 5U}) {
    const Training more = train(table, nullptr, threads, CancelToken());
    EXPECT_EQ(more.model, one.model);
    EXPECT_EQ(more.random_pairs, one.random_pairs);
  }
  world.spec.seed = 2;
  EXPECT_FALSE(train(table, nullptr, 1, CancelToken()).model == one.model);
}

TEST(Training, DrawsFromTheManyPairsOfARule) {
  World world(2000);
  world.spec.blocks = {same("name, city", {0, 1}, true), same("trade", {3})};
  const PersonTable& table = world.filled();
  const Training training = train(table, nullptr, 1, CancelToken());
  ASSERT_EQ(training.sessions.size(), 2U);
  EXPECT_GT(training.sessions[1].rule_pairs, 750'000U);
  EXPECT_NEAR(static_cast<double>(training.sessions[1].pairs), 500'000, 50'000);
  EXPECT_NEAR(training.model.levels[0][0].m, 0.90, 0.03);
  EXPECT_EQ(train(table, nullptr, 3, CancelToken()).model, training.model);
}

TEST(Training, DrawsPairsAndNotRecordsWhereAFewRecordsHaveThemAll) {
  World world(20'000);
  world.spec.blocks = {same("name, city", {0, 1}, true), same("trade", {3})};
  world.left.resize(200);
  const PersonTable& table = world.filled();
  const Training training = train(table, nullptr, 2, CancelToken());
  ASSERT_EQ(training.sessions.size(), 2U);
  EXPECT_GT(training.sessions[1].rule_pairs, 700'000U);
  EXPECT_NEAR(static_cast<double>(training.sessions[1].pairs), 500'000, 5'000);
}

TEST(Training, RefusesAnEmptySideForWantOfPairs) {
  World world(100);
  world.left.clear();
  try {
    train(world.filled(), nullptr, 1, CancelToken());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::policy);
    EXPECT_NE(std::string(error.what()).find("no two records share the key"), std::string::npos);
  }
}

TEST(Training, LeavesFixedProbabilitiesAsTheyAre) {
  World world(2000);
  Model fixed;
  fixed.levels.assign(4, std::vector<LevelOdds>(2));
  fixed.levels[0][0] = {0.7, 0.001, Origin::fixed, Origin::fixed};
  fixed.levels[3][1] = {0.01, 0, Origin::fixed, Origin::untrained};
  const Training training = train(world.filled(), &fixed, 1, CancelToken());
  const auto& levels = training.model.levels;
  EXPECT_EQ(levels[0][0], fixed.levels[0][0]);
  EXPECT_NEAR(levels[0][1].m, 0.3, 1e-12);
  EXPECT_NEAR(levels[0][1].u, 0.999, 1e-12);
  EXPECT_EQ(levels[3][1].m, 0.01);
  EXPECT_NEAR(levels[3][0].m, 0.99, 1e-12);
  EXPECT_NEAR(levels[3][0].u, 0.2, 0.01);
}

TEST(Training, WarnsOfAComparisonThatEachRuleLooksAt) {
  World world(1000);
  world.spec.blocks = {same("name, born", {0, 2}, true), same("city, born", {1, 2})};
  const Training training = train(world.filled(), nullptr, 1, CancelToken());
  EXPECT_TRUE(any_has(training.warnings, "comparison born: untrained"));
  EXPECT_NEAR(training.model.levels[2][0].m, 0.95, 1e-12);
  EXPECT_EQ(training.model.levels[2][0].m_origin, Origin::untrained);
}

TEST(Training, WarnsOfALevelThatWasNeverMetAndLetsItWeighAsItsNeighbour) {
  World world(1000);
  world.spec.comparisons[0].levels.insert(world.spec.comparisons[0].levels.begin(),
                                          {"first nine", {{Likeness::prefix, 9, 0, 0}}});
  const Training training = train(world.filled(), nullptr, 1, CancelToken());
  EXPECT_TRUE(any_has(training.warnings, "comparison name: level \"first nine\" was never met"));
  const auto& name = training.model.levels[0];
  EXPECT_NEAR(name[0].weight(), name[1].weight(), 1e-9);
}

TEST(Training, AllElseNeverSpeaksForAMatch) {
  World world(1000);
  std::vector<LabelledPair> labels;
  for (Row row = 0; row < 1000; ++row) {
    if (world.left[row] == world.right[row]) labels.push_back({row, row, true});
  }
  const Training training = train_on_labels(world.filled(), labels, nullptr, CancelToken());
  for (const auto& levels : training.model.levels) EXPECT_LT(levels.back().weight(), -1);
}

TEST(Training, WarnsOfAnAgreementThatSpeaksAgainstAMatch) {
  World world(1000);
  for (Fields& person : world.right) person[3] = person[3] == "t0" ? "t1" : "t0";
  const Training training = train(world.filled(), nullptr, 1, CancelToken());
  EXPECT_TRUE(any_has(training.warnings, "comparison trade: level \"exact\" (m "));
}

TEST(Training, SaysHowManyPairsBlocksThatAreTooLargeLeftOut) {
  World world(0);
  for (int i = 0; i < 40; ++i) {
    world.left.push_back({"smith", "x", "1950", "baker"});
    world.right.push_back({"smith", "y", "1950", "baker"});
  }
  world.spec.comparisons = {equality("name", 0)};
  world.spec.blocks = {same("name", {0}), same("born", {2})};
  world.spec.most_block_pairs = 1599;
  try {
    train(world.filled(), nullptr, 1, CancelToken());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::policy);
    EXPECT_NE(std::string(error.what())
                  .find("all 1,600 pairs that share the key of a blocking rule are in blocks"
                        " above max_block (1,599 pairs)"),
              std::string::npos)
        << error.what();
  }
  world.spec.most_block_pairs = 1600;
  EXPECT_NO_THROW(train(world.filled(), nullptr, 1, CancelToken()));
}

TEST(Training, RefusesAComparisonWithoutValues) {
  World world(100);
  for (Fields& person : world.right) person[3] = std::nullopt;
  try {
    train(world.filled(), nullptr, 1, CancelToken());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::policy);
    EXPECT_STREQ(error.what(), "comparison trade: all values are null on the right side");
  }
}

TEST(Training, RefusesBlocksWithoutAPair) {
  World world(100);
  for (Fields& person : world.right) person[1] = person[2] = "elsewhere";
  EXPECT_THROW(train(world.filled(), nullptr, 1, CancelToken()), Error);
}

TEST(Training, OnLabelsCountsTheMatches) {
  World world(500, 0);
  for (unsigned i = 0; i < 100; ++i) world.right[i][0] = "other";
  std::vector<LabelledPair> labels;
  for (Row row = 0; row < 400; ++row) labels.push_back({row, row, true});
  labels.push_back({0, 1, false});
  const Training training = train_on_labels(world.filled(), labels, nullptr, CancelToken());
  EXPECT_NEAR(training.model.levels[0][0].m, 300.5 / 401, 1e-12);
  EXPECT_EQ(training.model.levels[0][0].m_origin, Origin::labels);
  EXPECT_NEAR(training.model.levels[0][0].u, 1. / 200, 0.002);
  EXPECT_GE(training.model.lambda, 400. / (500 * 500));
  EXPECT_THROW(train_on_labels(world.filled(), {{0, 1, false}}, nullptr, CancelToken()), Error);
}

TEST(Training, OnLabelsKeepsWhatIsFixed) {
  World world(500, 0);
  Model fixed;
  fixed.levels.assign(4, std::vector<LevelOdds>(2));
  fixed.levels[0][0] = {0.7, 0.001, Origin::fixed, Origin::fixed};
  std::vector<LabelledPair> labels;
  for (Row row = 0; row < 400; ++row) labels.push_back({row, row, true});
  const auto levels = train_on_labels(world.filled(), labels, &fixed, CancelToken()).model.levels;
  EXPECT_EQ(levels[0][0], fixed.levels[0][0]);
  EXPECT_NEAR(levels[0][1].m, 0.3, 1e-12);
  EXPECT_EQ(levels[1][0].m_origin, Origin::labels);
}

}  // namespace
}  // namespace counterpart::linkage
