#include "order/tie_sort.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <thread>

#include "order/entry_queue.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

/// Keys of two letters, ordered by the first only, through a queue of runs of `run_size` entries.
std::vector<std::string> sorted_ties(const std::vector<std::string>& keys, std::size_t run_size,
                                     std::uint64_t memory_bytes, std::uint64_t& spilled_bytes) {
  const test::TemporaryDirectory folder;
  CancelToken cancel;
  EntryQueue queue({2, std::nullopt, {}}, cancel);
  std::thread producer([&] {
    for (std::size_t at = 0; at < keys.size(); at += run_size) {
      auto run = std::make_unique<MemoryRun>();
      for (std::size_t i = at; i < std::min(at + run_size, keys.size()); ++i)
        run->add({keys[i], std::to_string(i)});
      queue.push(std::move(run));
    }
    queue.close();
  });
  const auto stream = sort_ties(
      read_queue(queue), [](std::string_view) { return std::size_t{1}; },
      {memory_bytes, folder.path(), &cancel}, spilled_bytes);
  std::vector<std::string> sorted;
  while (const Entry* entry = stream->next())
    sorted.push_back(std::string(entry->key) + std::string(entry->payload));
  producer.join();
  return sorted;
}

TEST(TieSort, OrdersWithinEqualPrefixesAndKeepsArrivalAmongEquals) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> keys;
    for (std::size_t i = random() % 50; i > 0; --i)
      keys.push_back({static_cast<char>('a' + random() % 4), static_cast<char>('a' + random() % 3)});
    std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a[0] < b[0]; });
    std::vector<std::pair<std::string, std::size_t>> expected;
    for (std::size_t i = 0; i < keys.size(); ++i) expected.emplace_back(keys[i], i);
    std::sort(expected.begin(), expected.end());
    std::vector<std::string> texts;
    for (const auto& [key, index] : expected) texts.push_back(key + std::to_string(index));
    std::uint64_t spilled = 0;
    ASSERT_EQ(sorted_ties(keys, 1 + random() % 7, 1 << 18, spilled), texts);
    ASSERT_EQ(spilled, 0U);
  }
}

TEST(TieSort, SpillsWhatIsEqualInTheFirstPartAndTooMuch) {
  std::mt19937 random(5);
  std::vector<std::string> keys;
  for (const char first : {'a', 'b', 'c'}) {
    for (int i = 0; i < (first == 'b' ? 20'000 : 20); ++i)
      keys.push_back({first, static_cast<char>('a' + random() % 3)});
  }
  std::vector<std::pair<std::string, std::size_t>> expected;
  for (std::size_t i = 0; i < keys.size(); ++i) expected.emplace_back(keys[i], i);
  std::sort(expected.begin(), expected.end());
  std::vector<std::string> texts;
  for (const auto& [key, index] : expected) texts.push_back(key + std::to_string(index));
  std::uint64_t spilled = 0;
  EXPECT_EQ(sorted_ties(keys, 100, 1 << 16, spilled), texts);
  EXPECT_GT(spilled, 0U);
}

TEST(EntryQueue, ACancelledTokenWakesBothEnds) {
  CancelToken cancel;
  EntryQueue queue({1, std::nullopt, {}}, cancel);
  queue.push(std::make_unique<MemoryRun>());
  std::thread producer([&] { EXPECT_THROW(queue.push(std::make_unique<MemoryRun>()), Error); });
  cancel.cancel(ErrorKind::interrupted);
  producer.join();
  EXPECT_NE(queue.pop(), nullptr);
  EXPECT_THROW(queue.pop(), Error);
}

TEST(EntryQueue, AnErrorComesAfterWhatWasPushed) {
  CancelToken cancel;
  EntryQueue queue({4, std::nullopt, {}}, cancel);
  queue.push(std::make_unique<MemoryRun>());
  queue.close(std::make_exception_ptr(Error(ErrorKind::api, "page 7")));
  EXPECT_NE(queue.pop(), nullptr);
  EXPECT_THROW(queue.pop(), Error);
}

}  // namespace
}  // namespace counterpart
