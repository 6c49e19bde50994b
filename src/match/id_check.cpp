#include "match/id_check.hpp"

#include <utility>

#include "base/digest.hpp"
#include "text/key.hpp"

namespace counterpart {
namespace {

constexpr unsigned kBitsPerDeal = 8;
constexpr unsigned kDeepest = 64 / kBitsPerDeal - 1;

}  // namespace

IdCheck::IdCheck(std::uint64_t memory_bytes, std::filesystem::path folder, const CancelToken& cancel)
    : memory_bytes_(memory_bytes), folder_(std::move(folder)), cancel_(cancel) {}

void IdCheck::add(std::string_view id, std::string_view record, bool keyless) {
  deal(*partitions_, held_, 0, {id, digest64(record), keyless});
}

void IdCheck::deal(Partitions& into, std::uint64_t& held, unsigned depth, const IdEntry& entry) {
  const std::uint64_t digest = digest64(entry.id);
  Bytes& bytes = into[digest >> (64 - kBitsPerDeal * (depth + 1)) & (kPartitions - 1)].bytes;
  held -= bytes.size();
  append_id_entry(bytes, entry);
  held += bytes.size();
  // They grow by doubling: what is held may take twice as much.
  if (held > memory_bytes_ / 2) spill(into, held);
}

void IdCheck::spill(Partitions& partitions, std::uint64_t& held) {
  if (!file_) file_ = std::make_unique<SpillFile>(folder_);
  for (Partition& partition : partitions) {
    if (partition.bytes.empty()) continue;
    partition.spilled.push_back(file_->append_as_it_is(partition.bytes));
    partition.spilled_bytes += partition.bytes.size();
    partition.bytes.clear();
  }
  held = 0;
}

void IdCheck::look_through(Partition& partition, unsigned depth) {
  cancel_.check();
  if (partition.spilled_bytes + partition.bytes.size() <= memory_bytes_ / 2 || depth == kDeepest) {
    std::vector<Bytes> blocks(partition.spilled.size());
    table_.clear();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      file_->read(partition.spilled[i], blocks[i]);
      count_repeats(blocks[i]);
    }
    count_repeats(partition.bytes);
    return;
  }
  // Too large for the memory: its entries are dealt once more, by the next bits.
  auto parts = std::make_unique<Partitions>();
  std::uint64_t held = 0;
  const auto deal_block = [&](const Bytes& block) {
    for (const char* at = block.data(); at != block.data() + block.size();)
      deal(*parts, held, depth + 1, take_id_entry(at));
  };
  Bytes block;
  for (const std::uint64_t place : partition.spilled) {
    file_->read(place, block);
    deal_block(block);
  }
  deal_block(partition.bytes);
  block = Bytes();
  partition = Partition();
  for (Partition& part : *parts) look_through(part, depth + 1);
}

void IdCheck::count_repeats(const Bytes& block) {
  IdEntry entry;
  for (const char* at = block.data(); at != block.data() + block.size();) {
    switch (table_.add(at, entry)) {
      case IdTable::Outcome::first: break;
      case IdTable::Outcome::repeated:
        ++result_.duplicates;
        result_.keyless_duplicates += entry.keyless ? 1 : 0;
        break;
      case IdTable::Outcome::conflicting:
        if (result_.conflicts++ == 0 || entry.id < least_conflict_) least_conflict_ = entry.id;
        break;
    }
  }
}

IdCheck::Result IdCheck::finish() {
  for (Partition& partition : *partitions_) {
    look_through(partition, 0);
    partition = Partition();
  }
  partitions_.reset();
  table_ = IdTable();
  result_.first_conflict = id_text(least_conflict_);
  return result_;
}

}  // namespace counterpart
