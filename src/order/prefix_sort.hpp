#pragma once
/// Sorting by fixed prefixes: an American flag sort (McIlroy, Bostic, McIlroy, "Engineering Radix Sort",
/// 1993) that hands small or equal stretches to std::sort.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "order/prefix.hpp"

namespace counterpart {

/// One entry of a run while it is sorted.
struct SortKey {
  KeyPrefix prefix;
  std::uint32_t offset;  ///< where its run has it
};

/// Orders `keys` by prefix, and those of equal prefix by `tie_less`, a strict order. The first `settled`
/// bytes of all prefixes are equal. No stretch is looked at more than once for each of the sixteen bytes.
template <typename TieLess>
void sort_by_prefix(std::span<SortKey> keys, const TieLess& tie_less, unsigned settled = 0) {
  constexpr std::size_t kSmall = 128;  // as measured with names: 64 to 256 cost the same
  constexpr unsigned kBytes = sizeof(KeyPrefix);
  constexpr unsigned kHalf = kBytes / 2;
  for (; keys.size() > kSmall && settled < kBytes; ++settled) {
    const auto half = settled < kHalf ? &KeyPrefix::high : &KeyPrefix::low;
    const unsigned shift = 8 * (kHalf - 1 - settled % kHalf);
    const auto byte_of = [&](const SortKey& key) { return key.prefix.*half >> shift & 0xFFU; };
    std::array<std::uint32_t, 256> ends{};
    for (const SortKey& key : keys) ++ends[byte_of(key)];
    if (ends[byte_of(keys.front())] == keys.size()) continue;

    std::array<std::uint32_t, 256> next{};
    std::uint32_t end = 0;
    for (std::size_t bucket = 0; bucket < ends.size(); ++bucket) {
      next[bucket] = end;
      ends[bucket] = end += ends[bucket];
    }
    std::uint32_t begin = 0;
    for (std::size_t bucket = 0; bucket < ends.size(); ++bucket) {
      // Each swap puts one key where it belongs.
      while (next[bucket] < ends[bucket]) {
        SortKey key = keys[next[bucket]];
        for (std::size_t home = byte_of(key); home != bucket; home = byte_of(key))
          std::swap(key, keys[next[home]++]);
        keys[next[bucket]++] = key;
      }
      if (ends[bucket] - begin > 1)
        sort_by_prefix(keys.subspan(begin, ends[bucket] - begin), tie_less, settled + 1);
      begin = ends[bucket];
    }
    return;
  }
  std::sort(keys.begin(), keys.end(), [&](const SortKey& a, const SortKey& b) {
    return a.prefix != b.prefix ? a.prefix < b.prefix : tie_less(a, b);
  });
}

}  // namespace counterpart
