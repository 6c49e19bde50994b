#pragma once
/// Runs: some entries in order, in memory or spilled to temporary space, read back one by one.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "order/entry.hpp"

namespace counterpart {

/// In front of each spilled block.
struct BlockHeader {
  std::uint64_t bytes;
  std::uint64_t checksum;  ///< digest64 of the block
};

/// A spilled block reads back other than it was written.
Error damaged_spill();

/// Entries in one arena, up to 2 GiB of it, and their order.
class MemoryRun {
 public:
  void reserve(std::size_t bytes) { arena_.reserve(bytes); }
  void add(const Entry& entry);
  /// Orders by key; entries of equal key stay in the order they came. Costs nothing if they came ordered.
  void sort();

  std::size_t size() const { return offsets_.size(); }
  std::size_t arena_bytes() const { return arena_.size(); }
  /// Memory that the run holds now.
  std::size_t memory_bytes() const { return arena_.capacity() + offsets_.capacity() * sizeof(std::uint32_t); }
  /// The entry at a rank, after `sort`.
  Entry entry(std::size_t rank) const;
  /// Asks the processor to fetch that entry, if there is one.
  void prefetch(std::size_t rank) const {
    if (rank < offsets_.size()) __builtin_prefetch(arena_.data() + offsets_[rank]);
  }

 private:
  std::string arena_;
  std::vector<std::uint32_t> offsets_;
  std::string last_key_;
  bool ordered_ = true;
};

/// A run on disk: blocks of whole entries, each with its length and checksum. A block that does not check is
/// an error.
class SpilledRun {
 public:
  explicit SpilledRun(const std::filesystem::path& folder) : file_(folder) {}

  /// Takes entries in order. `finish` has to be called after the last.
  void add(const Entry& entry);
  void finish() { write_block(); }
  std::uint64_t bytes() const { return file_.size(); }

  /// Memory that writing or reading one run takes.
  static constexpr std::size_t kBlockBytes = 1 << 17;

 private:
  friend class SpilledCursor;
  void write_block();

  TemporaryFile file_;
  std::string block_;
};

/// Streams over a run, which it owns.
std::unique_ptr<EntryStream> read_run(std::unique_ptr<MemoryRun> run);
std::unique_ptr<EntryStream> read_run(std::unique_ptr<SpilledRun> run);

}  // namespace counterpart
