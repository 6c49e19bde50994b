#pragma once
/// The first sixteen bytes of a key as two numbers: most comparisons are settled by them.

#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace counterpart {

/// Orders as the bytes do, missing bytes counting as 00; equal prefixes say nothing about the keys.
struct KeyPrefix {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  // clang-tidy 14 takes the 0 of a defaulted comparison for a pointer. NOLINTNEXTLINE(modernize-use-nullptr)
  friend auto operator<=>(const KeyPrefix&, const KeyPrefix&) = default;
};

/// Eight bytes as a number that orders as they do.
inline std::uint64_t big_endian(const char* bytes) noexcept {
  std::uint64_t number = 0;
  std::memcpy(&number, bytes, sizeof number);
  if constexpr (std::endian::native == std::endian::little) number = __builtin_bswap64(number);
  return number;
}

inline KeyPrefix key_prefix(std::string_view key) noexcept {
  constexpr std::size_t kHalf = sizeof(std::uint64_t);
  if (key.size() >= 2 * kHalf) return {big_endian(key.data()), big_endian(key.data() + kHalf)};
  char bytes[2 * kHalf] = {};
  if (!key.empty()) std::memcpy(bytes, key.data(), key.size());
  return {big_endian(bytes), big_endian(bytes + kHalf)};
}

}  // namespace counterpart
