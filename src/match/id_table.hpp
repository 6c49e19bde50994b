#pragma once
/// Ids and the content that came with them, in memory: open addressing over one arena.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"

namespace counterpart {

class IdTable {
 public:
  enum class Outcome { first, repeated, conflicting };

  /// Remembers the id with its content, unless both came before together (`repeated`). `conflicting`: the id
  /// came before, with other content only. `id_digest` is digest64 of the id.
  Outcome add(std::string_view id, std::uint64_t id_digest, const Digest128& content);

  /// Forgets everything and keeps the memory.
  void clear();

 private:
  struct Slot {
    std::uint64_t digest = 0;
    std::uint64_t place = 0;  ///< of the entry in the arena, from 1; 0 is free
  };

  struct Found {
    std::size_t slot = 0;  ///< of the entry, or free for it
    bool there = false;
    Digest128 content;
  };

  /// The entry of the id under `digest`: any, or the one with `content`.
  Found find(std::string_view id, std::uint64_t digest, const Digest128* content) const;
  void insert(std::size_t slot, std::string_view id, std::uint64_t digest, const Digest128& content);
  void grow();

  std::string arena_;
  std::vector<Slot> slots_;
  std::size_t entries_ = 0;
};

}  // namespace counterpart
