#include "order/unsorted_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <utility>

namespace counterpart {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

/// What comes out, after a look at the keys that are said of it.
Rows sorted(UnsortedRun& run, const Rows& rows) {
  for (const auto& [key, payload] : rows) run.add({key, payload, key.size() / 2});
  const SortedRun made = run.sort();
  Rows found;
  std::string_view rest = made.run->entries();
  for (Entry entry; !rest.empty();) {
    take_entry(rest, entry);
    EXPECT_EQ(entry.head, entry.key.size() / 2);
    found.emplace_back(entry.key, entry.payload);
  }
  EXPECT_EQ(made.first_key, found.front().first);
  EXPECT_EQ(made.last_key, found.back().first);
  EXPECT_TRUE(run.empty());
  EXPECT_EQ(run.memory_bytes(), 0U);
  return found;
}

/// Keys that are often equal, and often so in their first sixteen bytes alone.
Rows random_rows(std::size_t count, std::mt19937& random) {
  Rows rows;
  for (std::size_t i = 0; i < count; ++i) {
    std::string key(random() % 2 == 0 ? 16 : random() % 3, 'k');
    for (std::size_t length = random() % 3; length > 0; --length) key += "\0a\xFF"[random() % 3];
    rows.emplace_back(key, std::to_string(i));
  }
  return rows;
}

TEST(UnsortedRun, LaysItsEntriesInOrderAndKeepsThatOfEqualKeys) {
  std::mt19937 random(7);
  UnsortedRun run;
  for (const std::size_t count : {1U, 2U, 100U, 5'000U, 3U}) {
    const Rows rows = random_rows(count, random);
    Rows expected = rows;
    std::stable_sort(expected.begin(), expected.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    EXPECT_EQ(sorted(run, rows), expected);
  }
}

TEST(UnsortedRun, LeavesWhatComesOrderedAsItIs) {
  UnsortedRun run;
  const Rows rows{
      {"", "1"}, {"", "2"}, {"a", "3"}, {std::string(20, 'b'), "4"}, {std::string(20, 'b') + "c", "5"}};
  EXPECT_EQ(sorted(run, rows), rows);
  // It is not taken for ordered the next time.
  EXPECT_EQ(sorted(run, {{"b", "1"}, {"a", "2"}}), (Rows{{"a", "2"}, {"b", "1"}}));
}

}  // namespace
}  // namespace counterpart
