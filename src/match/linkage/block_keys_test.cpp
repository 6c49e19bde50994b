#include "match/linkage/block_keys.hpp"

#include <gtest/gtest.h>

#include <array>

namespace counterpart::linkage {
namespace {

using Rules = std::vector<std::vector<std::size_t>>;

std::uint64_t key_of(const Rules& rules, std::size_t rule, std::vector<std::uint64_t> words) {
  BlockKeys keys(rules);
  keys.add(words.data());
  return keys.of(rule)[0];
}

TEST(BlockKeys, AreTheSameWhetherPartsOrKeysAreKept) {
  const std::vector<std::uint64_t> words = {narrowed(71), narrowed(~0ULL), 0, narrowed(1ULL << 47)};
  const Rules fewer_parts = {{0, 1}, {1, 3}, {3}, {3, 0, 1}};
  for (std::size_t rule = 0; rule < fewer_parts.size(); ++rule) {
    const Rules alone = {fewer_parts[rule]};
    EXPECT_EQ(key_of(fewer_parts, rule, words), key_of(alone, 0, words)) << rule;
  }
}

TEST(BlockKeys, AreNoneWhereAPartIsMissing) {
  const std::array<std::uint64_t, 2> some = {5, 0};
  const std::array<std::uint64_t, 2> none = {0, 0};
  for (const Rules& rules : {Rules{{0, 1}}, Rules{{0, 1}, {1, 0}, {0}}}) {
    BlockKeys keys(rules);
    EXPECT_EQ(keys.add(some.data()), rules.size() == 3);
    EXPECT_FALSE(keys.add(none.data()));
    EXPECT_EQ(keys.of(0)[0], 0U);
    EXPECT_EQ(keys.of(0).size(), 2U);
  }
}

TEST(BlockKeys, DependOnTheOrderOfParts) {
  EXPECT_NE(key_of({{0, 1}}, 0, {5, 6}), key_of({{1, 0}}, 0, {5, 6}));
  EXPECT_EQ(key_of({{0, 1}}, 0, {5, 6}), key_of({{1, 0}}, 0, {6, 5}));
}

TEST(BlockKeys, KeepTheFewerOfPartsAndKeys) {
  EXPECT_EQ(BlockKeys({{0, 1}, {1, 2}, {0, 2}, {0}}).row_bytes(), 3 * DigestColumn::kRowBytes);
  EXPECT_EQ(BlockKeys({{0, 1, 2, 3}, {4}}).row_bytes(), 2 * DigestColumn::kRowBytes);
}

TEST(DigestColumn, GivesBack48Bits) {
  DigestColumn column;
  column.push_back(0x123456789ABCULL);
  column.push_back(0);
  EXPECT_EQ(column[0], 0x123456789ABCULL);
  EXPECT_EQ(column[1], 0U);
}

}  // namespace
}  // namespace counterpart::linkage
