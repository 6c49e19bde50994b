#include "match/side_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "record/record.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

/// `count` records (id, name), ordered by both, each with a name of 100 bytes.
class Names final : public RecordStream {
 public:
  explicit Names(std::uint64_t count) : count_(count) {}

  bool next(RecordBatch& batch) override {
    batch.clear();
    for (; at_ < count_ && batch.size() < 100; ++at_) {
      append_value(batch.arena(), Value::int64(static_cast<std::int64_t>(at_)));
      append_value(batch.arena(), Value::string(std::to_string(1'000'000 + at_) + std::string(93, 'n')));
      batch.end_record();
    }
    return !batch.empty();
  }
  bool unique_ids() const override { return true; }
  std::vector<std::string> field_names() const override { return {"id", "name"}; }
  SourceReport report() const override { return {}; }

 private:
  std::uint64_t count_;
  std::uint64_t at_ = 0;
};

class SideReading : public testing::Test {
 protected:
  static constexpr std::uint64_t kRecords = 20'000;

  static SidePlan plan() {
    SidePlan plan;
    plan.name = "people";
    plan.read = {.fields = {{"id"}, {"name"}}, .id = 0};
    plan.key = {{1, {}}};
    return plan;
  }
  /// Reads a side, then walks it, and gives its ledger.
  SideLedger ledger_of(const SidePlan& plan, std::uint64_t sort_memory) {
    Names names(kRecords);
    SideReader reader(plan, names, {sort_memory, 1 << 20, folder_.path()}, cancel_, progress_);
    reader.read();
    const auto stream = reader.ordered();
    std::uint64_t walked = 0;
    while (stream->next() != nullptr) ++walked;
    return reader.settle({.unmatched = walked});
  }

  test::TemporaryDirectory folder_;
  CancelToken cancel_;
  SideProgress progress_;
};

TEST_F(SideReading, TheLedgerHasWhatTheSortSpilled) {
  EXPECT_EQ(ledger_of(plan(), 64 << 20).spilled_bytes, 0u);
  const SideLedger ledger = ledger_of(plan(), 1 << 20);
  EXPECT_EQ(ledger.unmatched, kRecords);
  EXPECT_GT(ledger.spilled_bytes, 0u);
}

TEST_F(SideReading, TheLedgerHasWhatWaitedForTheMatchOnDisk) {
  SidePlan ordered = plan();
  ordered.ordered_parts = 1;
  ordered.drains = true;
  const SideLedger ledger = ledger_of(ordered, 64 << 20);  // nobody takes anything until all is read
  EXPECT_EQ(ledger.unmatched, kRecords);
  EXPECT_GT(ledger.spilled_bytes, kRecords * 100);
}

}  // namespace
}  // namespace counterpart
