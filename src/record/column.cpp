#include "record/column.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "base/utf8.hpp"
#include "record/coerce.hpp"

namespace counterpart {
namespace {

using Kind = ColumnType::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 10> kPlainTypes{{
    {"text", Kind::text},
    {"int", Kind::integer},
    {"integer", Kind::integer},
    {"bigint", Kind::bigint},
    {"double", Kind::real},
    {"float", Kind::real},
    {"boolean", Kind::boolean},
    {"bool", Kind::boolean},
    {"date", Kind::date},
    {"timestamp", Kind::timestamp},
}};

constexpr unsigned kLongestVarchar = 65'535;

Type value_type(Kind kind) {
  switch (kind) {
    case Kind::any: return Type::null;
    case Kind::varchar:
    case Kind::text: return Type::string;
    case Kind::integer:
    case Kind::bigint: return Type::int64;
    case Kind::real: return Type::float64;
    case Kind::boolean: return Type::boolean;
    case Kind::date: return Type::date;
    case Kind::timestamp: return Type::timestamp;
  }
  return Type::string;
}

}  // namespace

std::optional<ColumnType> parse_column_type(std::string_view text) {
  std::string lower;
  for (const char c : text) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (const auto& [name, kind] : kPlainTypes) {
    if (lower == name) return ColumnType{kind, 0};
  }
  constexpr std::string_view opening = "varchar(";
  if (!lower.starts_with(opening) || !lower.ends_with(')')) return std::nullopt;
  unsigned length = 0;
  const char* last = lower.data() + lower.size() - 1;
  const auto [end, error] = std::from_chars(lower.data() + opening.size(), last, length);
  if (error != std::errc{} || end != last || length == 0 || length > kLongestVarchar) return std::nullopt;
  return ColumnType{Kind::varchar, length};
}

const std::vector<std::string>& column_type_names() {
  static const std::vector<std::string> names{"varchar(N)", "text",    "int",  "bigint",
                                              "double",     "boolean", "date", "timestamp"};
  return names;
}

std::optional<std::string> fit(Value& value, const ColumnType& type, std::string& storage) {
  if (const auto reason = coerce(value, value_type(type.kind), storage)) return reason;
  if (value.is_null()) return std::nullopt;
  if (type.kind == Kind::varchar && value.as_string().size() > type.length) {
    const std::size_t length = count_code_points(value.as_string());
    if (length > type.length) return fmt::format("{} characters do not fit varchar({})", length, type.length);
  }
  if (type.kind == Kind::integer && (value.as_int64() > std::numeric_limits<std::int32_t>::max() ||
                                     value.as_int64() < std::numeric_limits<std::int32_t>::min())) {
    return "the number does not fit int (use bigint)";
  }
  return std::nullopt;
}

}  // namespace counterpart
