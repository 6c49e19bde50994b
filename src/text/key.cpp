#include "text/key.hpp"

#include <cstdint>

namespace counterpart {
namespace {

constexpr char kEnd = 0;
constexpr char kEscape = 1;
constexpr char kInteger = 1;
constexpr char kText = 2;
constexpr std::uint64_t kSign = std::uint64_t{1} << 63;

/// One of the bytes of the word is 00 or 01.
bool needs_escape(std::uint64_t word) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  return ((word - 2 * kOnes) & ~word & (kOnes << 7U)) != 0;
}

}  // namespace

void append_key_part(Bytes& key, std::string_view part) {
  char* at = key.room(2 * part.size() + 1);
  if (!any_word(part, needs_escape)) {
    at = put(at, part);
  } else {
    for (const char c : part) {
      const bool special = c == kEnd || c == kEscape;
      if (special) *at++ = kEscape;
      *at++ = special ? static_cast<char>(c + 1) : c;
    }
  }
  *at++ = kEnd;
  key.close(at);
}

std::size_t key_parts_length(std::string_view key, std::size_t parts) {
  std::size_t length = 0;
  for (; parts > 0; --parts) length = key.find(kEnd, length) + 1;
  return length;
}

void append_id(Bytes& key, const Value& id) {
  if (id.type() == Type::int64) {
    // Big-endian with the sign turned, so that bytes order as numbers.
    const std::uint64_t bits = static_cast<std::uint64_t>(id.as_int64()) ^ kSign;
    char* at = key.room(1 + sizeof bits);
    *at++ = kInteger;
    for (unsigned shift = 64; shift > 0; shift -= 8) *at++ = static_cast<char>(bits >> (shift - 8));
    key.close(at);
    return;
  }
  const std::string other = id.type() == Type::string ? std::string() : to_text(id);
  const std::string_view text = id.type() == Type::string ? id.as_string() : other;
  char* at = key.room(1 + text.size());
  *at++ = kText;
  key.close(put(at, text));
}

std::string id_text(std::string_view encoded_id) {
  if (encoded_id.empty()) return {};
  if (encoded_id.front() == kText) return std::string(encoded_id.substr(1));
  std::uint64_t bits = 0;
  for (const char c : encoded_id.substr(1)) bits = bits << 8 | static_cast<unsigned char>(c);
  return std::to_string(static_cast<std::int64_t>(bits ^ kSign));
}

}  // namespace counterpart
