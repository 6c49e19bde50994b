// The engine of probabilistic matching against the reference, on small random populations that are as odd as
// can be: names from a small pool, nulls, swapped names, blocks above the cap, one side and two.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "reference/reference_linkage.hpp"

namespace counterpart {
namespace {

using namespace linkage;
using reference::Pair;
using reference::People;

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr unsigned kWorlds = 40;
#else
constexpr unsigned kWorlds = 150;
#endif

constexpr std::size_t kForename = 0, kSurname = 1, kBorn = 2, kCity = 3, kMail = 4;

std::optional<std::string> one_of(std::mt19937& random, const std::vector<std::string>& pool) {
  const std::size_t at = random() % (pool.size() + 2);
  if (at == pool.size()) return std::nullopt;
  return at > pool.size() ? "" : pool[at];
}

Fields person(std::mt19937& random) {
  static const std::vector<std::string> forenames{"Ann", "ANN",   "Anne", "Bob", "Böb",
                                                  "李",  "Smith", "Jo",   "J."};
  static const std::vector<std::string> surnames{"Smith",        "Smyth", "Smith ", "García",
                                                 "Garcia Lopez", "Ann",   "Łoś",    "O'Neil"};
  static const std::vector<std::string> born{"1956-04-09", "19560409", "1956-04-10",
                                             "1965-04-09", "unknown",  "1956-05-09"};
  static const std::vector<std::string> cities{"York", "york", "Leeds", "Hull"};
  Fields made{one_of(random, forenames), one_of(random, surnames), one_of(random, born),
              one_of(random, cities), one_of(random, {"a@x.org", "b@x.org", "a@y.org"})};
  if (random() % 8 == 0) std::swap(made[kForename], made[kSurname]);
  if (random() % 2 == 0 && made[kMail]) made[kMail] = std::to_string(random() % 30) + *made[kMail];
  return made;
}

Comparison compare(const std::string& name, const std::string& preset, const std::vector<std::size_t>& fields,
                   std::mt19937& random) {
  Comparison comparison = comparison_preset(preset);
  comparison.name = name;
  comparison.fields.clear();
  for (const std::size_t field : fields)
    comparison.fields.push_back({field, field, *normalization_steps("strict")});
  comparison.term_frequency = static_cast<double>(random() % 3) / 2;
  comparison.nulls = random() % 3 == 0 ? NullPolicy::disagree : NullPolicy::neutral;
  return comparison;
}

BlockPart part(std::size_t left, std::size_t right, std::mt19937& random) {
  BlockPart part;
  part.left = left;
  part.right = right;
  if (random() % 2 == 0) part.steps = *normalization_steps("name");
  part.from = random() % 4 == 0 ? 1 : 0;
  part.length = random() % 3 == 0 ? 2 : 0;
  part.date = left == kBorn;
  if (!part.date && random() % 4 == 0)
    part.code = random() % 2 == 0 ? PhoneticCode::soundex : PhoneticCode::metaphone;
  return part;
}

Spec random_spec(std::mt19937& random) {
  Spec spec;
  spec.comparisons = {compare("name", "forename-surname", {kForename, kSurname}, random),
                      compare("born", "date", {kBorn}, random), compare("city", "exact", {kCity}, random),
                      compare("mail", "email", {kMail}, random)};
  if (random() % 2 == 0) spec.comparisons.push_back(compare("surname", "name", {kSurname}, random));
  const std::vector<std::vector<BlockPart>> rules{
      {part(kForename, kForename, random), part(kBorn, kBorn, random)},
      {part(kSurname, kSurname, random)},
      {part(kForename, kSurname, random), part(kSurname, kForename, random)},
      {part(kCity, kCity, random)},
      {part(kMail, kMail, random)}};
  for (const auto& parts : rules)
    if (random() % 3 != 0) spec.blocks.push_back({"rule", parts, random() % 3 == 0});
  if (spec.blocks.empty()) spec.blocks.push_back({"rule", rules[1], true});
  spec.most_block_pairs = std::vector<std::uint64_t>{3, 12, 40, 100'000}[random() % 4];
  spec.possible_probability = 0;
  return spec;
}

struct World {
  Spec spec;
  People people{&spec, false, {}, {}};
  std::unique_ptr<PersonTable> table;

  World(std::mt19937& random, std::size_t most) : spec(random_spec(random)) {
    people.one_side = random() % 2 == 0;
    for (std::size_t i = random() % most; i > 0; --i) people.left.push_back(person(random));
    for (std::size_t i = random() % most; i > 0 && !people.one_side; --i)
      people.right.push_back(person(random));
    table = std::make_unique<PersonTable>(spec, people.one_side);
    add_all(*table, Side::left, people.left);
    add_all(*table, Side::right, people.right);
    table->finish(1 + random() % 3);
  }
};

Model random_model(const Spec& spec, std::mt19937& random) {
  Model model;
  model.lambda = 0.01;
  for (const Comparison& comparison : spec.comparisons) {
    model.levels.emplace_back();
    for (std::size_t i = 0; i < comparison.levels.size(); ++i)
      model.levels.back().push_back({static_cast<double>(random() % 1000 + 1) / 1001,
                                     static_cast<double>(random() % 1000 + 1) / 1001, Origin::fixed,
                                     Origin::fixed});
  }
  return model;
}

TEST(LinkageDifferential, EachCandidateOnceAndWithItsWeight) {
  std::mt19937 random(1);
  std::uint64_t looked_at = 0;
  for (unsigned round = 0; round < kWorlds; ++round) {
    SCOPED_TRACE(round);
    const World world(random, 40);
    const Model model = random_model(world.spec, random);
    const Scored scored = score(*world.table, model, 1, CancelToken());
    std::vector<Pair> found;
    for (const ScoredPair& pair : scored.pairs) found.emplace_back(pair.left, pair.right);
    const std::set<Pair> wanted = reference::all_candidates(world.people);
    ASSERT_EQ(found, std::vector<Pair>(wanted.begin(), wanted.end()));  // in order, none twice
    ASSERT_EQ(scored.candidates, wanted.size());
    looked_at += wanted.size();
    for (const ScoredPair& pair : scored.pairs) {
      const std::vector<int> levels = reference::levels(world.people, {pair.left, pair.right});
      for (std::size_t i = 0; i < levels.size(); ++i) ASSERT_EQ(level_in(pair.pattern, i), levels[i]);
      ASSERT_NEAR(pair.weight, reference::weight(world.people, model, {pair.left, pair.right}), 2e-5);
      ASSERT_EQ(explain_weight(*world.table, model, pair.left, pair.right).weight, pair.weight);
    }
    for (std::size_t rule = 0; rule < world.spec.blocks.size(); ++rule)
      ASSERT_EQ(scored.rules[rule].pairs - scored.rules[rule].left_out_pairs,
                reference::pairs_of_rule(world.people, rule).size());
  }
  EXPECT_GT(looked_at, kWorlds * 10);
}

TEST(LinkageDifferential, TheSameBytesForAnyNumberOfThreads) {
  std::mt19937 random(2);
  for (unsigned round = 0; round < 6; ++round) {
    const World world(random, 6000);
    if (world.people.left.empty()) continue;
    const Model model = random_model(world.spec, random);
    const Scored one = score(*world.table, model, 1, CancelToken());
    for (std::size_t i = 0; i < one.pairs.size(); i += 997) {
      const ScoredPair& pair = one.pairs[i];
      const std::vector<int> levels = reference::levels(world.people, {pair.left, pair.right});
      for (std::size_t k = 0; k < levels.size(); ++k) ASSERT_EQ(level_in(pair.pattern, k), levels[k]);
    }
    for (const unsigned threads : {2U, 5U}) {
      const Scored more = score(*world.table, model, threads, CancelToken());
      ASSERT_EQ(more.pairs, one.pairs);
      ASSERT_EQ(more.histogram, one.histogram);
      ASSERT_EQ(more.candidates, one.candidates);
      for (std::size_t rule = 0; rule < one.rules.size(); ++rule)
        ASSERT_EQ(more.rules[rule].new_pairs, one.rules[rule].new_pairs);
    }
  }
}

TEST(LinkageDifferential, TheModelOfTheTextbook) {
  std::mt19937 random(3);
  unsigned compared = 0;
  for (unsigned round = 0; round < kWorlds; ++round) {
    SCOPED_TRACE(round);
    World world(random, 40);
    world.spec.blocks.front().strict = true;
    Training training;
    try {
      training = train(*world.table, nullptr, 1 + random() % 3, CancelToken());
    } catch (const Error&) {
      continue;  // a comparison without values, or no pairs at all
    }
    const Model wanted = reference::trained(world.people);
    if (training.strict_pairs == 0) continue;  // λ comes from elsewhere
    ASSERT_NEAR(training.model.lambda, wanted.lambda, 1e-12);
    for (std::size_t i = 0; i < wanted.levels.size(); ++i)
      for (std::size_t level = 0; level < wanted.levels[i].size(); ++level) {
        const LevelOdds& odds = training.model.levels[i][level];
        ASSERT_NEAR(odds.u, wanted.levels[i][level].u, 1e-9);
        ASSERT_EQ(odds.m_origin, wanted.levels[i][level].m_origin);
        if (odds.m_origin != Origin::trained) continue;
        ASSERT_NEAR(odds.m, wanted.levels[i][level].m, 1e-9);
      }
    ++compared;
  }
  EXPECT_GT(compared, kWorlds / 3);
}

}  // namespace
}  // namespace counterpart
