#include "order/external_sort.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>

#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

Rows drained(EntryStream& stream) {
  Rows rows;
  while (const Entry* entry = stream.next()) rows.emplace_back(entry->key, entry->payload);
  return rows;
}

Rows random_rows(std::size_t count, std::mt19937& random) {
  Rows rows;
  for (std::size_t i = 0; i < count; ++i) {
    std::string key;
    for (std::size_t length = random() % 24; length > 0; --length)
      key += static_cast<char>("\0\1ab\xFF"[random() % 5]);
    rows.emplace_back(key, std::to_string(i) + std::string(random() % 40, '.'));
  }
  return rows;
}

void expect_sorted(const Rows& rows, std::uint64_t memory, bool spills) {
  const test::TemporaryDirectory folder;
  const CancelToken cancel;
  ExternalSort sort({memory, folder.path(), &cancel});
  for (const auto& [key, payload] : rows) sort.add({key, payload});
  const auto stream = sort.finish();
  Rows expected = rows;
  std::stable_sort(expected.begin(), expected.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  EXPECT_EQ(drained(*stream), expected);
  EXPECT_EQ(sort.spilled_bytes() > 0, spills);
}

TEST(ExternalSort, IsAStableSortInMemory) {
  std::mt19937 random(1);
  for (const std::size_t count : {0U, 1U, 2U, 1000U})
    expect_sorted(random_rows(count, random), 64 << 20, false);
}

TEST(ExternalSort, IsTheSameSortWhenItSpillsInSeveralPasses) {
  std::mt19937 random(2);
  expect_sorted(random_rows(100'000, random), 1 << 16, true);
  expect_sorted(random_rows(100'000, random), 1 << 18, true);
  expect_sorted(random_rows(100'000, random), 1 << 20, true);
}

TEST(ExternalSort, AllEqualKeysKeepTheOrderTheyCameIn) {
  Rows rows;
  for (int i = 0; i < 50'000; ++i) rows.emplace_back("same", std::to_string(i));
  expect_sorted(rows, 1 << 18, true);
}

/// Rows that do not get smaller by compression, by key.
Rows ordered_rows(std::size_t count) {
  std::mt19937 random(9);
  Rows rows = random_rows(count, random);
  for (auto& [key, payload] : rows) {
    for (char& c : payload) c = static_cast<char>(random());
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return rows;
}

std::uint64_t spilled_by(const Rows& rows, std::uint64_t memory) {
  const test::TemporaryDirectory folder;
  const CancelToken cancel;
  ExternalSort sort({memory, folder.path(), &cancel});
  for (const auto& [key, payload] : rows) sort.add({key, payload});
  const auto stream = sort.finish();
  return sort.spilled_bytes();
}

TEST(ExternalSort, WritesOrderedInputOnceAndMergesNothing) {
  Rows rows = ordered_rows(60'000);
  std::uint64_t bytes = 0;
  for (const auto& [key, payload] : rows) bytes += key.size() + payload.size() + 3;
  expect_sorted(rows, 1 << 16, true);
  EXPECT_LT(spilled_by(rows, 1 << 16), bytes + bytes / 50);
  std::mt19937 random(10);
  std::shuffle(rows.begin(), rows.end(), random);
  EXPECT_GT(spilled_by(rows, 1 << 16), bytes * 3 / 2);
}

TEST(ExternalSort, WritesEachEntryOnceAPass) {
  Rows rows = ordered_rows(60'000);
  std::mt19937 random(11);
  std::shuffle(rows.begin(), rows.end(), random);
  std::uint64_t bytes = 0;
  for (const auto& [key, payload] : rows) bytes += key.size() + payload.size() + 3;
  // Some 45 runs that eight at a time are merged: two passes, and what the last one leaves to be evened out.
  EXPECT_LT(spilled_by(rows, 1 << 16), bytes * 5 / 2);
}

TEST(ExternalSort, SortsWhatIsOrderedInStretches) {
  Rows rows = ordered_rows(60'000);
  std::rotate(rows.begin(), rows.begin() + 25'000, rows.end());
  expect_sorted(rows, 1 << 16, true);
  expect_sorted(rows, 64 << 20, false);
  std::reverse(rows.begin(), rows.end());
  expect_sorted(rows, 1 << 16, true);
}

TEST(ExternalSort, GivesBackTheHeadOfAKey) {
  const test::TemporaryDirectory folder;
  const CancelToken cancel;
  ExternalSort sort({1 << 16, folder.path(), &cancel});
  for (std::size_t i = 0; i < 20'000; ++i) {
    const std::string key = std::to_string(i * 7919 % 20'000);
    sort.add({key, "payload", key.size() / 2});
  }
  const auto stream = sort.finish();
  std::size_t count = 0;
  for (; const Entry* entry = stream->next(); ++count) ASSERT_EQ(entry->head, entry->key.size() / 2);
  EXPECT_EQ(count, 20'000u);
}

TEST(ExternalSort, TakesAnEntryLargerThanItsMemory) {
  Rows rows{
      {"b", "small"}, {"a", std::string(3 << 20, 'x')}, {std::string(2 << 20, 'k'), "long key"}, {"c", ""}};
  expect_sorted(rows, 1 << 18, true);
}

TEST(ExternalSort, TakesKeysWithoutAByte) {
  const test::TemporaryDirectory folder;
  const CancelToken cancel;
  ExternalSort sort({1 << 18, folder.path(), &cancel});
  sort.add({{}, "first"});
  sort.add({{}, "second"});
  EXPECT_EQ(drained(*sort.finish()), (Rows{{"", "first"}, {"", "second"}}));
}

TEST(ExternalSort, LeavesNoFileBehind) {
  const test::TemporaryDirectory folder;
  const CancelToken cancel;
  ExternalSort sort({1 << 18, folder.path(), &cancel});
  for (int i = 0; i < 100'000; ++i) sort.add({std::to_string(i * 7919 % 100'000), "payload"});
  EXPECT_GT(sort.spilled_bytes(), 0u);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace counterpart
