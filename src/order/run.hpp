#pragma once
/// Runs: some entries in order, in memory or spilled to temporary space, read back one by one.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "order/entry.hpp"
#include "order/spill_file.hpp"
#include "record/varint.hpp"

namespace counterpart {

/// Room that an entry may take in a run.
inline std::size_t most_bytes(const Entry& entry) {
  return 3 * kMostVarintBytes + entry.key.size() + entry.payload.size();
}

/// Appends an entry as `take_entry` takes it.
inline void append_entry(Bytes& out, const Entry& entry) {
  char* at = out.room(most_bytes(entry));
  at = write_varint(at, entry.key.size());
  at = write_varint(at, entry.payload.size());
  at = write_varint(at, entry.head);
  out.close(put(put(at, entry.key), entry.payload));
}

/// Takes `entry` from the front of `bytes`; it views into them.
inline void take_entry(std::string_view& bytes, Entry& entry) {
  std::string_view rest = bytes;
  const std::size_t key = take_varint(rest);
  const std::size_t payload = take_varint(rest);
  entry.head = take_varint(rest);
  entry.key = {rest.data(), key};
  entry.payload = {rest.data() + key, payload};
  rest.remove_prefix(key + payload);
  bytes = rest;
}

/// Entries in one arena, one behind the other as they were added.
class MemoryRun {
 public:
  MemoryRun() = default;
  /// Of the bytes of another one.
  explicit MemoryRun(Bytes entries) : arena_(std::move(entries)) {}

  void reserve(std::size_t bytes) { arena_.reserve(bytes); }
  void add(const Entry& entry) { append_entry(arena_, entry); }
  /// Adds what `append_entry` wrote.
  void add_entries(std::string_view bytes) { arena_.append(bytes); }

  bool empty() const { return arena_.empty(); }
  std::size_t arena_bytes() const { return arena_.size(); }
  /// All entries, as `take_entry` takes them.
  std::string_view entries() const { return arena_; }

 private:
  Bytes arena_;
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
