#pragma once
/// The keys of one side's blocks before they are numbered: digests of 48 bits. Rules mostly share their
/// parts, so that parts are kept and keys made of them again; where there are more parts than rules, the keys
/// are kept.

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/page_allocator.hpp"

namespace counterpart::linkage {

inline constexpr int kDigestBits = 48;
/// A digest as blocks use it; never 0, which stands for what has no value.
inline std::uint64_t narrowed(std::uint64_t digest) {
  digest &= (std::uint64_t{1} << kDigestBits) - 1;
  return digest == 0 ? 1 : digest;
}

/// Numbers of 48 bits by row.
class DigestColumn {
 public:
  static constexpr std::uint64_t kRowBytes = 6;

  void push_back(std::uint64_t digest) {
    low_.push_back(static_cast<std::uint32_t>(digest));
    high_.push_back(static_cast<std::uint16_t>(digest >> 32));
  }
  std::uint64_t operator[](std::size_t row) const { return std::uint64_t{high_[row]} << 32 | low_[row]; }
  /// Calls `use(i, digest)` for `count` rows from `first` on, i from 0 on.
  template <typename Use>
  void for_each(std::size_t first, std::size_t count, Use use) const {
    const std::uint32_t* const low = low_.data() + first;
    const std::uint16_t* const high = high_.data() + first;
    for (std::size_t i = 0; i < count; ++i) use(i, std::uint64_t{high[i]} << 32 | low[i]);
  }
  std::size_t size() const { return low_.size(); }
  std::uint64_t bytes() const {
    return low_.capacity() * sizeof(std::uint32_t) + high_.capacity() * sizeof(std::uint16_t);
  }

 private:
  PagedVector<std::uint32_t> low_;
  PagedVector<std::uint16_t> high_;
};

/// Keys of one rule by row, 0 without one. Valid as long as what made it.
class RuleKeys {
 public:
  RuleKeys() = default;
  explicit RuleKeys(std::vector<const DigestColumn*> parts) : parts_(std::move(parts)) {}

  std::size_t size() const { return parts_.empty() ? 0 : parts_.front()->size(); }
  std::uint64_t operator[](std::size_t row) const;
  /// Calls `use(row, key)` for each row with a key, in order.
  template <typename Use>
  void for_each(Use use) const {
    std::array<std::uint64_t, 1024> keys;
    for (std::size_t first = 0; first < size(); first += keys.size()) {
      const std::size_t count = std::min(keys.size(), size() - first);
      make(first, count, keys.data());
      for (std::size_t i = 0; i < count; ++i)
        if (keys[i] != 0) use(first + i, keys[i]);
    }
  }

 private:
  void make(std::size_t first, std::size_t count, std::uint64_t* keys) const;

  std::vector<const DigestColumn*> parts_;
};

class BlockKeys {
 public:
  /// `rules` has the places of each rule's parts among the words of a row.
  explicit BlockKeys(std::vector<std::vector<std::size_t>> rules);

  /// Takes the narrowed digests of a row's parts, 0 where there is none. True if it has the key of some rule.
  bool add(const std::uint64_t* words);
  RuleKeys of(std::size_t rule) const;
  std::uint64_t bytes() const;
  std::uint64_t row_bytes() const { return columns_.size() * DigestColumn::kRowBytes; }

 private:
  std::vector<std::vector<std::size_t>> rules_;  ///< by rule: places of its parts
  std::vector<std::size_t> places_;              ///< of the parts that are kept; empty: keys are kept
  std::vector<DigestColumn> columns_;            ///< by part, or by rule
};

}  // namespace counterpart::linkage
