#include "record/json_writer.hpp"

#include <array>
#include <cmath>
#include <cstddef>

#include "base/utf8.hpp"

namespace counterpart {
namespace {

/// The first bytes of all sequences of more than one byte that may not be shown.
constexpr bool may_lead_to_unsafe(unsigned char c) {
  return c == 0xC2 || c == 0xD8 || c == 0xE2;
}

constexpr std::array<bool, 256> kStands = [] {
  std::array<bool, 256> table{};
  for (unsigned c = 0x20; c < table.size(); ++c)
    table[c] = c != '"' && c != '\\' && c != 0x7F && !may_lead_to_unsafe(static_cast<unsigned char>(c));
  return table;
}();

constexpr std::string_view kHex = "0123456789abcdef";

void append_escaped(std::string& out, unsigned char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default:
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 0xFU];
  }
}

/// The length of the sequence in front of `text` if it has to be escaped, else 0.
std::size_t unsafe_length(std::string_view text) {
  const std::size_t length = utf8_sequence_length(text);
  return length == 0 || is_safe_to_show(code_point(text.substr(0, length))) ? 0 : length;
}

void append_code_point(std::string& out, char32_t c) {
  out += "\\u";
  for (const int shift : {12, 8, 4, 0}) out += kHex[c >> shift & 0xFU];
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (kStands[c]) continue;
    const std::size_t length = may_lead_to_unsafe(c) ? unsafe_length(text.substr(at)) : 1;
    if (length == 0) continue;
    out += text.substr(plain, at - plain);
    if (length == 1) {
      append_escaped(out, c);
    } else {
      append_code_point(out, code_point(text.substr(at, length)));
    }
    plain = at + length;
    at = plain - 1;
  }
  out += text.substr(plain);
  out += '"';
}

void append_json_value(std::string& out, Value value) {
  switch (value.type()) {
    case Type::null: out += "null"; return;
    case Type::string: append_json_string(out, value.as_string()); return;
    case Type::date:
    case Type::timestamp:
      out += '"';
      append_text(out, value);
      out += '"';
      return;
    case Type::float64:
      if (!std::isfinite(value.as_float64())) {
        out += "null";
        return;
      }
      append_text(out, value);
      return;
    case Type::boolean:
    case Type::int64: append_text(out, value); return;
  }
}

}  // namespace counterpart
