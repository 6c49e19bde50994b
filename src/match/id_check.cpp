#include "match/id_check.hpp"

#include <cstring>
#include <deque>
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
    linked_.clear();
    char* const front = linked_.room(sizeof partition.last_place);
    std::memcpy(front, &partition.last_place, sizeof partition.last_place);
    linked_.close(front + sizeof partition.last_place);
    linked_.append(partition.bytes);
    partition.last_place = file_->append_as_it_is(linked_);
    partition.spilled_bytes += partition.bytes.size();
    partition.bytes.clear();
  }
  held = 0;
}

void IdCheck::look_through(Partition& partition, unsigned depth) {
  cancel_.check();
  if (partition.spilled_bytes + partition.bytes.size() <= memory_bytes_ / 2 || depth == kDeepest) {
    std::deque<Bytes> blocks;  // the table points into them
    table_.clear();
    for (std::uint64_t place = partition.last_place; place != kNowhere;)
      count_repeats(read_spilled(place, blocks.emplace_back()));
    count_repeats(partition.bytes);
    return;
  }
  // Too large for the memory: its entries are dealt once more, by the next bits.
  auto parts = std::make_unique<Partitions>();
  std::uint64_t held = 0;
  const auto deal_block = [&](std::string_view entries) {
    for (const char* at = entries.data(); at != entries.data() + entries.size();)
      deal(*parts, held, depth + 1, take_id_entry(at));
  };
  Bytes block;
  for (std::uint64_t place = partition.last_place; place != kNowhere;) deal_block(read_spilled(place, block));
  deal_block(partition.bytes);
  block = Bytes();
  partition = Partition();
  for (Partition& part : *parts) look_through(part, depth + 1);
}

/// The entries of the block at `place`, which becomes that of the block before it. Repeats and conflicts are
/// as many in whatever order they are met.
std::string_view IdCheck::read_spilled(std::uint64_t& place, Bytes& block) {
  file_->read(place, block);
  std::memcpy(&place, block.data(), sizeof place);
  return block.view().substr(sizeof place);
}

void IdCheck::count_repeats(std::string_view entries) {
  IdEntry entry;
  for (const char* at = entries.data(); at != entries.data() + entries.size();) {
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
