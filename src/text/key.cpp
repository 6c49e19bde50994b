#include "text/key.hpp"

#include <algorithm>
#include <cstdint>

namespace counterpart {
namespace {

constexpr char kEnd = 0;
constexpr char kEscape = 1;
constexpr char kInteger = 1;
constexpr char kText = 2;
constexpr std::uint64_t kSign = std::uint64_t{1} << 63;

bool needs_escape(char c) {
  return c == kEnd || c == kEscape;
}

}  // namespace

void append_key_part(std::string& key, std::string_view part) {
  while (true) {
    const auto special = std::find_if(part.begin(), part.end(), needs_escape);
    const auto plain = static_cast<std::size_t>(special - part.begin());
    key.append(part.substr(0, plain));
    if (special == part.end()) break;
    key += kEscape;
    key += static_cast<char>(*special + 1);
    part.remove_prefix(plain + 1);
  }
  key += kEnd;
}

std::size_t key_parts_length(std::string_view key, std::size_t parts) {
  std::size_t length = 0;
  for (; parts > 0; --parts) length = key.find(kEnd, length) + 1;
  return length;
}

void append_id(std::string& key, Value id) {
  if (id.type() == Type::int64) {
    // Big-endian with the sign turned, so that bytes order as numbers.
    const std::uint64_t bits = static_cast<std::uint64_t>(id.as_int64()) ^ kSign;
    char bytes[9] = {kInteger};
    for (unsigned i = 0; i < 8; ++i) bytes[i + 1] = static_cast<char>(bits >> (56 - 8 * i));
    key.append(bytes, sizeof bytes);
  } else {
    key += kText;
    append_text(key, id);
  }
}

std::string id_text(std::string_view encoded_id) {
  if (encoded_id.empty()) return {};
  if (encoded_id.front() == kText) return std::string(encoded_id.substr(1));
  std::uint64_t bits = 0;
  for (const char c : encoded_id.substr(1)) bits = bits << 8 | static_cast<unsigned char>(c);
  return std::to_string(static_cast<std::int64_t>(bits ^ kSign));
}

}  // namespace counterpart
