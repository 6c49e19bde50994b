#include "record/json_writer.hpp"

#include <cmath>
#include <cstddef>

namespace counterpart {
namespace {

bool stands_as_it_is(unsigned char c) {
  return c >= 0x20 && c != '"' && c != '\\' && c != 0x7F;
}

void append_escaped(std::string& out, unsigned char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
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

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (stands_as_it_is(c)) continue;
    out += text.substr(plain, at - plain);
    append_escaped(out, c);
    plain = at + 1;
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
