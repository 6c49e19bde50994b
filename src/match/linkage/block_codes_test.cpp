#include "match/linkage/block_codes.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "match/linkage/random.hpp"

namespace counterpart::linkage {
namespace {

/// The keys of one side of a rule.
class Keys {
 public:
  Keys(std::initializer_list<std::uint64_t> keys) {
    for (const std::uint64_t key : keys) push_back(key);
  }
  void push_back(std::uint64_t key) { column_.push_back(key); }
  std::uint64_t back() const { return column_[column_.size() - 1]; }
  std::uint64_t operator[](std::size_t row) const { return column_[row]; }
  std::size_t size() const { return column_.size(); }
  // NOLINTNEXTLINE(google-explicit-constructor): it stands for them
  operator RuleKeys() const { return RuleKeys({&column_}); }

 private:
  DigestColumn column_;
};

TEST(BlockCodes, NumberKeysThatBothSidesHave) {
  const BlockCodes codes = KeyNumbering().number(Keys{7, 0, 9, 7}, Keys{8, 7, 0}, false);
  EXPECT_EQ(codes.left, (std::vector<Code>{1, 0, 0, 1}));
  EXPECT_EQ(codes.right, (std::vector<Code>{0, 1, 0}));
}

TEST(BlockCodes, OfOneSideNumberKeysThatRepeat) {
  const BlockCodes codes = KeyNumbering().number(Keys{7, 0, 9, 7, 0}, Keys{}, true);
  EXPECT_EQ(codes.left, (std::vector<Code>{1, 0, 0, 1, 0}));
  EXPECT_TRUE(codes.right.empty());
}

TEST(BlockCodes, OfTheNextRuleDoNotDependOnTheOneBefore) {
  KeyNumbering numbering;
  numbering.number(Keys{1, 2, 3, 4, 5}, Keys{5, 4, 3, 2, 1}, false);
  const BlockCodes codes = numbering.number(Keys{3, 3}, Keys{3}, false);
  EXPECT_EQ(codes.left, (std::vector<Code>{1, 1}));
  EXPECT_EQ(codes.right, (std::vector<Code>{1}));
}

TEST(BlockCodes, TellManyKeysApart) {
  Random random(1);
  Keys left{};
  Keys right{};
  std::map<std::uint64_t, std::pair<int, int>> counts;
  for (int i = 0; i < 60'000; ++i) {
    left.push_back(mixed(random.below(40'000)));
    right.push_back(mixed(random.below(50'000)));
    ++counts[left.back()].first;
    ++counts[right.back()].second;
  }
  const BlockCodes codes = KeyNumbering().number(left, right, false);
  std::map<std::uint64_t, std::set<Code>> by_key;
  for (std::size_t i = 0; i < left.size(); ++i) by_key[left[i]].insert(codes.left[i]);
  for (std::size_t i = 0; i < right.size(); ++i) by_key[right[i]].insert(codes.right[i]);
  std::set<Code> used;
  for (const auto& [key, found] : by_key) {
    ASSERT_EQ(found.size(), 1U);
    const bool shared = key != 0 && counts[key].first > 0 && counts[key].second > 0;
    ASSERT_EQ(*found.begin() != 0, shared);
    if (shared) {
      ASSERT_TRUE(used.insert(*found.begin()).second);
    }
  }
  EXPECT_EQ(*used.rbegin(), used.size());
}

}  // namespace
}  // namespace counterpart::linkage
