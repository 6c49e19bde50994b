#pragma once
/// Numbers in base 128, low bits first, one to ten bytes. Inline: lengths of keys and records are read for
/// every comparison.

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace counterpart {

constexpr std::size_t kLongestVarint = 10;

/// Writes `number` to `bytes`, which have room for the longest; gives its length.
inline std::size_t put_varint(char* bytes, std::uint64_t number) {
  std::size_t size = 0;
  while (number >= 0x80) {
    bytes[size++] = static_cast<char>(number | 0x80);
    number >>= 7;
  }
  bytes[size++] = static_cast<char>(number);
  return size;
}

/// Appends `number`.
inline void append_varint(std::string& out, std::uint64_t number) {
  if (number < 0x80) {
    out += static_cast<char>(number);
    return;
  }
  char bytes[kLongestVarint];
  out.append(bytes, put_varint(bytes, number));
}

/// Takes a number that `append_varint` wrote from the front of `bytes`.
inline std::uint64_t take_varint(std::string_view& bytes) {
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
