#pragma once
/// A set of 64-bit digests in a table of its own: eight bytes each, at most three quarters full.

#include <cstdint>
#include <vector>

namespace counterpart {

class DigestSet {
 public:
  /// False if the digest was there already.
  bool add(std::uint64_t digest) {
    if (4 * (count_ + 1) > 3 * slots_.size()) grow();
    return put(digest);
  }

 private:
  bool put(std::uint64_t digest) {
    // Zero marks an empty slot.
    const std::uint64_t kept = digest == 0 ? 1 : digest;
    for (std::size_t at = kept & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at] == kept) return false;
      if (slots_[at] != 0) continue;
      slots_[at] = kept;
      ++count_;
      return true;
    }
  }
  void grow() {
    std::vector<std::uint64_t> old(slots_.empty() ? 64 : 2 * slots_.size());
    old.swap(slots_);
    count_ = 0;
    for (const std::uint64_t digest : old) {
      if (digest != 0) put(digest);
    }
  }

  std::vector<std::uint64_t> slots_;
  std::size_t count_ = 0;
};

}  // namespace counterpart
