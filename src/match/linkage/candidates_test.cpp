#include "match/linkage/candidates.hpp"

#include <gtest/gtest.h>

#include "support/linkage_tables.hpp"

namespace counterpart::linkage {
namespace {

using Pairs = std::vector<std::pair<Row, Row>>;

Pairs pairs(const Candidates& candidates, const Rules& rules,
            std::vector<std::uint64_t>* new_pairs = nullptr) {
  std::vector<std::uint64_t> counts(candidates.all_rules().size());
  Pairs found;
  for (Row left = 0; left < candidates.left_rows(); ++left) {
    std::vector<Row> rows;
    candidates.expect(rules, left);
    candidates.find(rules, left, rows, counts.data());
    for (const Row right : rows) found.emplace_back(left, right);
  }
  std::sort(found.begin(), found.end());
  if (new_pairs != nullptr) *new_pairs = counts;
  return found;
}

struct World {
  Spec spec;
  std::unique_ptr<PersonTable> table;

  World(const std::vector<Fields>& left, const std::vector<Fields>& right, std::uint64_t most_block_pairs,
        bool one_side = false) {
    spec.comparisons = {equality("name", 0), equality("city", 1), equality("mail", 2)};
    spec.blocks = {same("name", {0}), same("city", {1})};
    spec.most_block_pairs = most_block_pairs;
    table = std::make_unique<PersonTable>(spec, one_side);
    add_all(*table, Side::left, left);
    add_all(*table, Side::right, right);
    table->finish();
  }
};

TEST(Candidates, MeetAPairOnceThoughTwoRulesBringIt) {
  const World world({{"ann", "york", "a"}, {"bob", "york", "b"}},
                    {{"ann", "york", "a"}, {"cid", "york", "c"}}, 100);
  const Candidates candidates(*world.table, 1);
  std::vector<std::uint64_t> new_pairs;
  EXPECT_EQ(pairs(candidates, {0, 1}, &new_pairs), (Pairs{{0, 0}, {0, 1}, {1, 0}, {1, 1}}));
  EXPECT_EQ(new_pairs, (std::vector<std::uint64_t>{1, 3}));
  EXPECT_EQ(candidates.blocks(0).count().pairs, 1U);
  EXPECT_EQ(candidates.blocks(1).count().pairs, 4U);
  EXPECT_EQ(candidates.count_distinct({0, 1}, 2, CancelToken()), 4U);
  EXPECT_EQ(pairs(candidates, {0}), (Pairs{{0, 0}}));
  EXPECT_EQ(candidates.count_distinct({0}, 1, CancelToken()), 1U);
}

TEST(Candidates, OfOneSideAreRowsInOrderAndNeverARowAndItself) {
  const World world(
      {{"ann", "york", "a"}, {"bob", "leeds", "b"}, {"ann", "leeds", "c"}, {"ann", "hull", "d"}}, {}, 100,
      true);
  EXPECT_EQ(pairs(Candidates(*world.table, 1), {0, 1}), (Pairs{{0, 2}, {0, 3}, {1, 2}, {2, 3}}));
}

TEST(Candidates, OfOneSideAreRowsWhoseFieldsAreSwapped) {
  Spec spec;
  spec.comparisons = {equality("forename", 0)};
  BlockRule swapped = same("swapped", {0, 1});
  swapped.parts[0].right = 1;
  swapped.parts[1].right = 0;
  spec.blocks = {same("forename", {0}), swapped};
  PersonTable table(spec, true);
  add_all(table, Side::left,
          {{"ann", "lee"}, {"lee", "ann"}, {"ann", "kay"}, {"lee", "lee"}, {"lee", "ann"}});
  table.finish();
  const Candidates candidates(table, 1);
  EXPECT_EQ(table.rows(Side::right), 0U);
  EXPECT_EQ(pairs(candidates, {1}), (Pairs{{0, 1}, {0, 4}}));
  EXPECT_EQ(pairs(candidates, {0, 1}), (Pairs{{0, 1}, {0, 2}, {0, 4}, {1, 3}, {1, 4}, {3, 4}}));
  EXPECT_EQ(candidates.blocks(1).count().pairs, 2U);
}

TEST(Candidates, OfABlockAboveTheCapShareTheRarestComparedValue) {
  // Three Anns meet three Anns: nine pairs. Mail has the most distinct values; one of them is null.
  const World world({{"ann", "york", "a"}, {"ann", "hull", "b"}, {"ann", "hull", std::nullopt}},
                    {{"ann", "york", "a"}, {"ann", "hull", "b"}, {"ann", "york", "c"}}, 4);
  const Candidates candidates(*world.table, 1);
  std::vector<std::uint64_t> new_pairs;
  // The second rule brings back what the first left out.
  EXPECT_EQ(pairs(candidates, {0, 1}, &new_pairs), (Pairs{{0, 0}, {0, 2}, {1, 1}, {2, 1}}));
  EXPECT_EQ(new_pairs, (std::vector<std::uint64_t>{2, 2}));
  const RuleCount& count = candidates.blocks(0).count();
  EXPECT_EQ(count.pairs, 9U);
  EXPECT_EQ(count.largest_block, 9U);
  EXPECT_EQ(count.finer_blocks, 1U);
  EXPECT_EQ(count.left_out_blocks, 0U);
  EXPECT_EQ(count.left_out_pairs, 7U);
}

TEST(Candidates, OfABlockThatStaysTooLargeAreLeftOutAndCounted) {
  const std::vector<Fields> anns(3, {"ann", "york", "a"});
  const World world(anns, anns, 4);
  const Candidates candidates(*world.table, 2);
  EXPECT_TRUE(pairs(candidates, {0}).empty());
  EXPECT_EQ(candidates.blocks(0).count().finer_blocks, 1U);
  EXPECT_EQ(candidates.blocks(0).count().left_out_blocks, 1U);
  EXPECT_EQ(candidates.blocks(0).count().left_out_pairs, 9U);
  EXPECT_EQ(candidates.blocks(0).pairs(), 0U);
}

TEST(Candidates, AreCountedWithoutLookingAtThem) {
  const World world({{"ann", "york", "a"}, {"ann", "hull", "b"}},
                    {{"ann", "york", "a"}, {"ann", "hull", "b"}}, 3);
  const std::vector<RuleCount> counts = count_candidates(*world.table);
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts[0].name, "name");
  EXPECT_EQ(counts[0].pairs, 4U);
  EXPECT_EQ(counts[0].left_out_pairs, 2U);
  EXPECT_EQ(counts[1].pairs, 2U);
  EXPECT_EQ(counts[1].new_pairs, 0U);
  EXPECT_EQ(counts[1].left_out_pairs, 0U);
}

}  // namespace
}  // namespace counterpart::linkage
