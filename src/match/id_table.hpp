#pragma once
/// Ids and the content that came with them: open addressing over entries that are kept elsewhere.

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace counterpart {

/// A record as the check of ids knows it.
struct IdEntry {
  std::string_view id;
  std::uint64_t content = 0;  ///< a digest of it
  bool keyless = false;
};

void append_id_entry(Bytes& out, const IdEntry& entry);
/// The entry at `at`, which `append_id_entry` wrote there; `at` is then behind it. Views into it.
IdEntry take_id_entry(const char*& at);

class IdTable {
 public:
  enum class Outcome { first, repeated, conflicting };

  /// Takes the entry at `at` and moves `at` behind it; its bytes have to stay until `clear`. `repeated`: its
  /// id came before with the same content; `conflicting`: with other content only.
  Outcome add(const char*& at, IdEntry& entry);

  /// Forgets everything and keeps the memory.
  void clear();

 private:
  struct Slot {
    std::uint64_t digest = 0;
    const char* entry = nullptr;
  };

  struct Found {
    std::size_t slot = 0;  ///< of the entry, or free for it
    bool there = false;
    std::uint64_t content = 0;
  };

  /// The entry of the id under `digest`: any, or the one with `content`.
  Found find(std::string_view id, std::uint64_t digest, const std::uint64_t* content) const;
  void grow();

  std::vector<Slot> slots_;
  std::size_t entries_ = 0;
};

}  // namespace counterpart
