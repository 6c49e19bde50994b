#pragma once
/// Entries that wait to be put in order.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "order/entry.hpp"
#include "order/prefix_sort.hpp"
#include "order/run.hpp"

namespace counterpart {

/// Entries by key, and the keys between which they lie.
struct SortedRun {
  std::unique_ptr<MemoryRun> run;
  std::string first_key;
  std::string last_key;
};

/// Entries in any order in one arena, up to 2 GiB of it.
class UnsortedRun {
 public:
  void add(const Entry& entry);
  /// The entries by key, those of equal key as they came. There has to be one. Leaves this run empty, with
  /// its memory.
  SortedRun sort();

  bool empty() const { return keys_.empty(); }
  /// What its entries take: themselves, and what is sorted in place of them.
  std::size_t memory_bytes() const { return arena_.size() + keys_.size() * sizeof(SortKey); }

 private:
  Entry entry_at(std::uint32_t offset) const;
  void gather(MemoryRun& into) const;

  Bytes arena_;
  std::vector<SortKey> keys_;
  bool ordered_ = true;
};

}  // namespace counterpart
