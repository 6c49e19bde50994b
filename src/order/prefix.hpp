#pragma once
/// The first sixteen bytes of a key as two numbers: most comparisons are settled by them.

#include <compare>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace counterpart {

/// Orders as the bytes do, missing bytes counting as 00; equal prefixes say nothing about the keys.
struct KeyPrefix {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend auto operator<=>(const KeyPrefix&, const KeyPrefix&) = default;
};

inline KeyPrefix key_prefix(std::string_view key) noexcept {
  unsigned char bytes[16] = {};
  std::memcpy(bytes, key.data(), key.size() < sizeof bytes ? key.size() : sizeof bytes);
  KeyPrefix prefix;
  for (unsigned i = 0; i < 8; ++i) {
    prefix.high = prefix.high << 8 | bytes[i];
    prefix.low = prefix.low << 8 | bytes[8 + i];
  }
  return prefix;
}

}  // namespace counterpart
