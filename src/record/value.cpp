#include "record/value.hpp"

#include <fmt/format.h>

#include <iterator>

#include "base/calendar.hpp"

namespace counterpart {

std::string_view type_name(Type type) noexcept {
  switch (type) {
    case Type::null: return "any";
    case Type::boolean: return "bool";
    case Type::int64: return "int64";
    case Type::float64: return "float64";
    case Type::string: return "string";
    case Type::date: return "date";
    case Type::timestamp: return "timestamp";
  }
  return "any";
}

bool operator==(const Value& a, const Value& b) {
  if (a.type() != b.type()) return false;
  if (a.type() == Type::string) return a.as_string() == b.as_string();
  if (a.type() == Type::float64) return a.float_ == b.float_;
  return a.int_ == b.int_;
}

void append_text(std::string& out, Value value) {
  switch (value.type()) {
    case Type::null: return;
    case Type::boolean: out += value.as_boolean() ? "true" : "false"; return;
    case Type::int64: {
      const fmt::format_int digits(value.as_int64());
      out.append(digits.data(), digits.size());
      return;
    }
    case Type::float64:
      fmt::format_to(std::back_inserter(out), "{}", value.as_float64() + 0.0);
      return;  // -0.0 is 0
    case Type::string: out += value.as_string(); return;
    case Type::date: append_date(out, value.as_date()); return;
    case Type::timestamp: out += format_timestamp(value.as_timestamp()); return;
  }
}

std::string to_text(Value value) {
  std::string text;
  append_text(text, value);
  return text;
}

}  // namespace counterpart
