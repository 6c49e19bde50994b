#pragma once
/// What is put in order: a key that compares as bytes, and what goes with it.

#include <cstddef>
#include <string_view>

namespace counterpart {

struct Entry {
  std::string_view key;
  std::string_view payload;
  std::size_t head = 0;  ///< a length of the key's front that its maker wants to find again
};

/// Entries by non-decreasing key.
class EntryStream {
 public:
  EntryStream() = default;
  EntryStream(const EntryStream&) = delete;
  EntryStream& operator=(const EntryStream&) = delete;
  virtual ~EntryStream() = default;

  /// The next entry, valid until the next call; null at the end.
  virtual const Entry* next() = 0;
};

}  // namespace counterpart
