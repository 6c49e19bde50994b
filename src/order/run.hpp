#pragma once
/// Runs: some entries in order, in memory or spilled to temporary space, read back one by one.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "order/entry.hpp"
#include "order/prefix_sort.hpp"
#include "order/spill_file.hpp"

namespace counterpart {

/// Room that an entry may take in a run.
std::size_t most_bytes(const Entry& entry);

/// Entries in one arena, up to 2 GiB of it, and their order.
class MemoryRun {
 public:
  void reserve(std::size_t bytes) { arena_.reserve(bytes); }
  void add(const Entry& entry);
  /// Orders by key; entries of equal key stay in the order they came. Costs nothing if they came ordered.
  /// `scratch` keeps its memory for the next run.
  void sort(std::vector<SortKey>& scratch);
  /// Appends all entries by rank, as bytes that `add_all` takes.
  void write(Bytes& out) const;
  void add_all(std::string_view bytes);

  std::size_t size() const { return offsets_.size(); }
  std::size_t arena_bytes() const { return arena_.size(); }
  /// Memory that the run holds now.
  std::size_t memory_bytes() const { return arena_.capacity() + offsets_.capacity() * sizeof(std::uint32_t); }
  /// The entry at a rank, after `sort`.
  Entry entry(std::size_t rank) const { return entry_at(offsets_[rank]); }
  /// Asks the processor to fetch that entry, if there is one.
  void prefetch(std::size_t rank) const {
    if (rank < offsets_.size()) __builtin_prefetch(arena_.data() + offsets_[rank]);
  }

 private:
  Entry entry_at(std::uint32_t offset) const;

  Bytes arena_;
  std::vector<std::uint32_t> offsets_;
  bool ordered_ = true;
};

/// A run on disk, in blocks of whole entries.
class SpilledRun {
 public:
  /// Blocks of `block_bytes`, or of one entry that is larger.
  SpilledRun(const std::filesystem::path& folder, std::size_t block_bytes)
      : file_(folder), block_bytes_(block_bytes) {}

  /// Takes entries in order. `finish` has to be called after the last; a finished run can be gone on with.
  void add(const Entry& entry);
  void finish();
  /// The keys between which it lies.
  std::string_view first_key() const { return first_key_; }
  std::string_view last_key() const { return last_key_; }
  /// Bytes written.
  std::uint64_t bytes() const { return file_.size(); }

 private:
  friend class SpilledCursor;
  void write_block();

  SpillFile file_;
  std::size_t block_bytes_;
  Bytes block_;
  std::size_t last_ = 0;  ///< where the last entry of `block_` begins
  std::string first_key_;
  std::string last_key_;
};

/// Streams over a run, which it owns.
std::unique_ptr<EntryStream> read_run(std::unique_ptr<MemoryRun> run);
std::unique_ptr<EntryStream> read_run(std::unique_ptr<SpilledRun> run);

}  // namespace counterpart
