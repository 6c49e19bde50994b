#pragma once
/// One ordered side as the match walks it: repeats dropped and counted, order verified.

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_set>

#include "base/digest.hpp"
#include "match/key_builder.hpp"
#include "order/entry.hpp"

namespace counterpart {

class SideCursor {
 public:
  /// Stands on the first record. With `unique_ids` no record can be a repeat, and none is looked for.
  SideCursor(std::unique_ptr<EntryStream> stream, bool unique_ids);

  bool at_end() const { return at_end_; }
  /// Valid until `advance`; not at the end.
  const KeyedRecord& current() const { return current_; }
  /// Not at the end, and the current record belongs to this group.
  bool in_group(std::string_view group) const { return !at_end_ && current_.group == group; }
  void advance();

  /// Records that came before with the same id and content.
  std::uint64_t duplicates() const { return duplicates_; }

 private:
  struct ContentHash {
    std::size_t operator()(const Digest128& digest) const noexcept { return digest.low; }
  };

  bool is_repeat(const Entry& entry);

  std::unique_ptr<EntryStream> stream_;
  bool unique_ids_;
  bool at_end_ = false;
  KeyedRecord current_;
  Bytes last_key_;                                       ///< group and id of the record before
  Bytes last_payload_;                                   ///< of the first record of that key and id
  std::unordered_set<Digest128, ContentHash> contents_;  ///< of all of them; empty while there is one
  std::uint64_t duplicates_ = 0;
};

}  // namespace counterpart
