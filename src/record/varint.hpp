#pragma once
/// Numbers in base 128, low bits first, one to ten bytes. Inline: lengths of keys and records are read for
/// every comparison.

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace counterpart {

inline constexpr std::size_t kMostVarintBytes = 10;

/// Writes `number` to `at`, which has room for `kMostVarintBytes`, and gives the place behind it.
inline char* write_varint(char* at, std::uint64_t number) noexcept {
  while (number >= 0x80) {
    *at++ = static_cast<char>(number | 0x80);
    number >>= 7;
  }
  *at++ = static_cast<char>(number);
  return at;
}

/// Appends `number`.
inline void append_varint(std::string& out, std::uint64_t number) {
  char bytes[kMostVarintBytes];
  out.append(bytes, static_cast<std::size_t>(write_varint(bytes, number) - bytes));
}

/// Takes a number that `append_varint` wrote from the front of `bytes`.
inline std::uint64_t take_varint(std::string_view& bytes) {
  assert(!bytes.empty());
  if (const auto first = static_cast<unsigned char>(bytes.front()); first < 0x80) {
    bytes.remove_prefix(1);
    return first;
  }
  std::uint64_t number = 0;
  std::size_t at = 0;
  for (unsigned shift = 0;; shift += 7) {
    assert(at < bytes.size());
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    number |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) break;
  }
  bytes.remove_prefix(at);
  return number;
}

}  // namespace counterpart
