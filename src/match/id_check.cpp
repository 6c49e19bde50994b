#include "match/id_check.hpp"

#include <cstring>
#include <utility>

#include "record/varint.hpp"
#include "text/key.hpp"

namespace counterpart {
namespace {

constexpr unsigned kBitsPerDeal = 8;
constexpr unsigned kDeepest = 64 / kBitsPerDeal - 1;
constexpr std::size_t kDigestBytes = sizeof(Digest128);

struct IdEntry {
  std::string_view id;
  Digest128 content;
  bool keyless;
};

IdEntry take_id_entry(std::string_view& bytes) {
  IdEntry entry{};
  const std::size_t size = take_varint(bytes);
  entry.id = bytes.substr(0, size);
  std::memcpy(&entry.content, bytes.data() + size, kDigestBytes);
  entry.keyless = bytes[size + kDigestBytes] != 0;
  bytes.remove_prefix(size + kDigestBytes + 1);
  return entry;
}

}  // namespace

IdCheck::IdCheck(std::uint64_t memory_bytes, std::filesystem::path folder, const CancelToken& cancel)
    : memory_bytes_(memory_bytes), folder_(std::move(folder)), cancel_(cancel) {}

void IdCheck::add(std::string_view id, std::string_view record, bool keyless) {
  const Digest128 content = digest128(record);
  entry_.clear();
  append_varint(entry_, id.size());
  entry_ += id;
  entry_.append(reinterpret_cast<const char*>(&content), kDigestBytes);
  entry_ += keyless ? '\1' : '\0';
  deal(*partitions_, held_, 0, entry_, digest64(id));
}

void IdCheck::deal(Partitions& into, std::uint64_t& held, unsigned depth, std::string_view entry,
                   std::uint64_t id_digest) {
  const std::size_t partition = id_digest >> (64 - kBitsPerDeal * (depth + 1)) & (kPartitions - 1);
  into[partition].bytes += entry;
  held += entry.size();
  // Strings grow by doubling: what is held may take twice as much.
  if (held > memory_bytes_ / 2) spill(into, held);
}

void IdCheck::spill(Partitions& partitions, std::uint64_t& held) {
  if (!file_) file_ = std::make_unique<TemporaryFile>(folder_);
  for (Partition& partition : partitions) {
    if (partition.bytes.empty()) continue;
    partition.spilled.push_back({file_->append(partition.bytes), partition.bytes.size()});
    partition.bytes.clear();
  }
  held = 0;
}

template <typename Visit>
void IdCheck::for_each_entry(const Partition& partition, Visit visit) {
  std::string block;
  for (const Block& spilled : partition.spilled) {
    block.resize(spilled.bytes);
    file_->read(spilled.offset, block.data(), block.size());
    for (std::string_view rest = block; !rest.empty();) visit(rest);
  }
  for (std::string_view rest = partition.bytes; !rest.empty();) visit(rest);
}

void IdCheck::look_through(Partition& partition, unsigned depth) {
  cancel_.check();
  std::uint64_t bytes = partition.bytes.size();
  for (const Block& spilled : partition.spilled) bytes += spilled.bytes;
  if (bytes <= memory_bytes_ / 2 || depth == kDeepest) {
    table_.clear();
    for_each_entry(partition, [this](std::string_view& rest) {
      const IdEntry entry = take_id_entry(rest);
      count(entry.id, digest64(entry.id), entry.content, entry.keyless);
    });
    return;
  }
  // Too large for the memory: its entries are dealt once more, by the next bits.
  auto parts = std::make_unique<Partitions>();
  std::uint64_t held = 0;
  for_each_entry(partition, [&](std::string_view& rest) {
    const std::string_view begin = rest;
    const IdEntry entry = take_id_entry(rest);
    deal(*parts, held, depth + 1, begin.substr(0, begin.size() - rest.size()), digest64(entry.id));
  });
  partition = Partition();
  for (Partition& part : *parts) look_through(part, depth + 1);
}

void IdCheck::count(std::string_view id, std::uint64_t id_digest, const Digest128& content, bool keyless) {
  switch (table_.add(id, id_digest, content)) {
    case IdTable::Outcome::first: return;
    case IdTable::Outcome::repeated:
      ++result_.duplicates;
      result_.keyless_duplicates += keyless ? 1 : 0;
      return;
    case IdTable::Outcome::conflicting:
      if (result_.conflicts++ == 0 || id < least_conflict_) least_conflict_ = id;
      return;
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
