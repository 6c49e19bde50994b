#pragma once
/// What is put in order: a key that compares as bytes, and what goes with it.

#include <string_view>

namespace counterpart {

struct Entry {
  std::string_view key;
  std::string_view payload;
};

/// Entries by non-decreasing key.
class EntryStream {
 public:
  EntryStream() = default;
  EntryStream(const EntryStream&) = delete;
  EntryStream& operator=(const EntryStream&) = delete;
  virtual ~EntryStream() = default;

  /// The next entry, valid until the next call; false at the end.
  virtual bool next(Entry& entry) = 0;
};

}  // namespace counterpart
