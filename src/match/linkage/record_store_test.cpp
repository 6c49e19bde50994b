#include "match/linkage/record_store.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "support/temporary_directory.hpp"

namespace counterpart::linkage {
namespace {

TEST(RecordStore, GivesRecordsBackFromMemoryAndFromTheFile) {
  const test::TemporaryDirectory folder;
  for (const std::uint64_t memory : {0ULL, 1000ULL, 1ULL << 30}) {
    std::mt19937 random(5);
    RecordStore store(memory, folder.path());
    std::vector<std::string> records;
    for (int i = 0; i < 20'000; ++i) {
      records.emplace_back(random() % 60, static_cast<char>(random() % 256));
      store.add(records.back());
    }
    ASSERT_EQ(store.rows(), records.size());
    EXPECT_EQ(store.spilled_bytes() > 0, memory < 100'000);
    for (int i = 0; i < 2'000; ++i) {
      const auto row = static_cast<Row>(random() % records.size());
      ASSERT_EQ(store.record(row), records[row]);
    }
  }
}

}  // namespace
}  // namespace counterpart::linkage
