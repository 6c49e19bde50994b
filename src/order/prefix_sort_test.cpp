#include "order/prefix_sort.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace counterpart {
namespace {

/// The texts in the order that sorting by prefix gives them, texts of equal prefix by themselves and then by
/// place.
std::vector<std::string> sorted(const std::vector<std::string>& texts, std::uint64_t* ties = nullptr) {
  std::vector<SortKey> keys;
  for (std::size_t i = 0; i < texts.size(); ++i)
    keys.push_back({key_prefix(texts[i]), static_cast<std::uint32_t>(i)});
  std::uint64_t count = 0;
  sort_by_prefix(std::span(keys), [&](const SortKey& a, const SortKey& b) {
    ++count;
    const int compared = texts[a.offset].compare(texts[b.offset]);
    return compared != 0 ? compared < 0 : a.offset < b.offset;
  });
  std::vector<std::string> result;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    result.push_back(texts[keys[i].offset]);
    EXPECT_TRUE(i == 0 || result[i] != result[i - 1] || keys[i - 1].offset < keys[i].offset);
  }
  if (ties != nullptr) *ties = count;
  return result;
}

void expect_sorted(std::vector<std::string> texts) {
  const std::vector<std::string> result = sorted(texts);
  std::stable_sort(texts.begin(), texts.end());
  EXPECT_EQ(result, texts);
}

TEST(PrefixSort, OrdersAsTheBytesDo) {
  std::mt19937 random(3);
  for (const std::size_t count : {0U, 1U, 2U, 127U, 128U, 129U, 5000U, 40'000U}) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) {
      std::string text;
      for (std::size_t length = random() % 24; length > 0; --length)
        text += static_cast<char>(random() % 256);
      texts.push_back(text);
    }
    expect_sorted(texts);
  }
}

TEST(PrefixSort, OrdersWhatSharesItsBeginning) {
  std::mt19937 random(4);
  for (const std::size_t shared : {1U, 7U, 8U, 9U, 15U, 16U, 17U, 40U}) {
    std::vector<std::string> texts;
    for (int i = 0; i < 3000; ++i) {
      std::string text(shared, 's');
      for (std::size_t length = random() % 3; length > 0; --length)
        text += static_cast<char>("\0a\xFF"[random() % 3]);
      texts.push_back(text);
    }
    expect_sorted(texts);
  }
}

TEST(PrefixSort, KeepsEqualKeysAsTheyCameAndIsNotQuadratic) {
  constexpr std::size_t kCount = 50'000;
  std::uint64_t ties = 0;
  const std::vector<std::string> texts(kCount, std::string(20, 'e'));
  EXPECT_EQ(sorted(texts, &ties), texts);
  EXPECT_LT(ties, kCount * 40);
}

TEST(PrefixSort, ShortKeysComeBeforeThoseTheyBegin) {
  std::vector<std::string> texts;
  for (int i = 0; i < 200; ++i) {
    texts.push_back(std::string("ab\0\0", 4));
    texts.emplace_back("ab");
    texts.push_back(std::string("ab\0", 3));
  }
  expect_sorted(texts);
}

}  // namespace
}  // namespace counterpart
