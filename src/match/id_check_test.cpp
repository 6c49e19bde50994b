#include "match/id_check.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "support/temporary_directory.hpp"
#include "text/key.hpp"

namespace counterpart {
namespace {

std::string encoded(std::int64_t id) {
  Bytes key;
  append_id(key, Value::int64(id));
  return std::string(key.view());
}

class IdCheckTest : public testing::TestWithParam<std::uint64_t> {
 protected:
  test::TemporaryDirectory folder_;
  CancelToken cancel_;
  IdCheck check_{GetParam(), folder_.path(), cancel_};
};

TEST_P(IdCheckTest, TellsRepeatsFromConflicts) {
  check_.add(encoded(7), "Ada", false);
  check_.add(encoded(-3), "Bob", false);
  check_.add(encoded(7), "Ada", false);
  check_.add(encoded(7), "Eve", false);
  check_.add(encoded(7), "Eve", false);
  check_.add(encoded(-3), "Rob", false);
  check_.add(encoded(1), "", true);
  check_.add(encoded(1), "", true);
  const IdCheck::Result result = check_.finish();
  EXPECT_EQ(result.duplicates, 3u);
  EXPECT_EQ(result.keyless_duplicates, 1u);
  EXPECT_EQ(result.conflicts, 2u);
  EXPECT_EQ(result.first_conflict, "-3");
}

TEST_P(IdCheckTest, CountsTheSameInAnyMemory) {
  std::mt19937 random(5);
  std::map<std::int64_t, std::set<std::string>> seen;
  std::uint64_t duplicates = 0;
  std::uint64_t conflicts = 0;
  for (int i = 0; i < 50'000; ++i) {
    const auto id = static_cast<std::int64_t>(random() % 30'000);
    const std::string content(1, static_cast<char>('a' + random() % 3));
    check_.add(encoded(id), content, false);
    auto& contents = seen[id];
    if (!contents.empty() && !contents.contains(content)) ++conflicts;
    if (!contents.insert(content).second) ++duplicates;
  }
  const IdCheck::Result result = check_.finish();
  EXPECT_EQ(result.duplicates, duplicates);
  EXPECT_EQ(result.conflicts, conflicts);
  EXPECT_EQ(check_.spilled_bytes() > 0, GetParam() < 4 << 20);
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_P(IdCheckTest, ManyRecordsOfOneIdEndAllTheSame) {
  for (int i = 0; i < 5'000; ++i) check_.add(encoded(1), i % 2 == 0 ? "a" : "b", true);
  const IdCheck::Result result = check_.finish();
  EXPECT_EQ(result.conflicts, 1u);
  EXPECT_EQ(result.duplicates, 4'998u);
  EXPECT_EQ(result.keyless_duplicates, 4'998u);
}

TEST_P(IdCheckTest, ManyContentsOfOneIdAreCountedInOneGo) {
  for (int i = 0; i < 20'000; ++i) check_.add(encoded(1), std::to_string(i), false);
  for (int i = 0; i < 20'000; ++i) check_.add(encoded(1), std::to_string(i), false);
  const IdCheck::Result result = check_.finish();
  EXPECT_EQ(result.conflicts, 19'999u);
  EXPECT_EQ(result.duplicates, 20'000u);
}

// The least of them is smaller than one partition: entries are dealt again.
INSTANTIATE_TEST_SUITE_P(Memory, IdCheckTest, testing::Values(1 << 12, 1 << 18, 64 << 20));

}  // namespace
}  // namespace counterpart
