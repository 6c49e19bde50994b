#include "db/mysql_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>

#include "base/calendar.hpp"

namespace counterpart {
namespace {

/// All that a column of these can hold has a Unicode character; a column without texts has no character set.
constexpr std::array<std::string_view, 10> kUnicode{"",        "utf8mb4", "utf8mb3", "utf8",   "utf16",
                                                    "utf16le", "utf32",   "ucs2",    "latin1", "binary"};

template <typename Number>
std::optional<Number> whole(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Value integer(std::string_view text) {
  const auto number = whole<std::int64_t>(text);
  return number ? Value::int64(*number) : Value::string(text);
}

Value floating(std::string_view text) {
  const auto number = whole<double>(text);
  return number ? Value::float64(*number) : Value::string(text);
}

Value single(std::string_view text) {
  const auto wide = whole<double>(text);
  if (!wide) return Value::string(text);
  char shortest[32];
  const char* const end = std::to_chars(shortest, std::end(shortest), static_cast<float>(*wide)).ptr;
  return floating({shortest, static_cast<std::size_t>(end - shortest)});
}

/// A bit field, most significant byte first: one bit is a boolean.
MysqlValue bits(std::string_view bytes, unsigned long length) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return {{}, "the bit field does not fit a whole number"};
  if (length == 1) return {Value::boolean(number != 0)};
  return {Value::int64(static_cast<std::int64_t>(number))};
}

MysqlValue date(std::string_view text) {
  const auto days = parse_date(text);
  return days ? MysqlValue{Value::date(*days)} : MysqlValue{{}, "not a valid date"};
}

MysqlValue timestamp(std::string_view text) {
  const auto micros = parse_timestamp(text);
  return micros ? MysqlValue{Value::timestamp(*micros)} : MysqlValue{{}, "not a valid timestamp"};
}

constexpr int kMostWholeDigits = 15;   ///< of a double that MySQL writes without an exponent
constexpr int kMostLeadingZeros = 14;  ///< behind its point

/// As MySQL does it: a point where there is room for it, else an exponent without a plus.
void append_digits(std::string& out, std::string_view digits, int exponent) {
  const int length = static_cast<int>(digits.size());
  const int whole_digits = exponent + 1;
  if (whole_digits > 0 && (whole_digits <= kMostWholeDigits || length > whole_digits)) {
    const int before_point = std::min(length, whole_digits);
    out.append(digits.substr(0, static_cast<std::size_t>(before_point)));
    out.append(static_cast<std::size_t>(whole_digits - before_point), '0');
    if (length > whole_digits)
      out.append(1, '.').append(digits.substr(static_cast<std::size_t>(whole_digits)));
  } else if (whole_digits <= 0 && whole_digits >= -kMostLeadingZeros) {
    out.append("0.").append(static_cast<std::size_t>(-whole_digits), '0').append(digits);
  } else {
    out += digits[0];
    if (length > 1) out.append(1, '.').append(digits.substr(1));
    fmt::format_to(std::back_inserter(out), "e{}", exponent);
  }
}

}  // namespace

std::string mysql_exact(const std::string& quoted, std::string_view type, std::string_view character_set) {
  if (type == "float") return "(" + quoted + " + 0e0)";
  if (std::find(kUnicode.begin(), kUnicode.end(), character_set) != kUnicode.end()) return quoted;
  // There and back again shows whether each character has a counterpart.
  return fmt::format(
      "IF(CAST(CONVERT(CONVERT({0} USING utf8mb4) USING {1}) AS BINARY) <=> CAST({0} AS BINARY), "
      "CAST(CONVERT({0} USING utf8mb4) AS BINARY), x'FF')",
      quoted, character_set);
}

MysqlValue read_mysql_value(MysqlColumn::Kind kind, unsigned long length, std::string_view text) {
  switch (kind) {
    case MysqlColumn::Kind::text: return {Value::string(text)};
    case MysqlColumn::Kind::integer: return {integer(text)};
    case MysqlColumn::Kind::floating: return {floating(text)};
    case MysqlColumn::Kind::single: return {single(text)};
    case MysqlColumn::Kind::bits: return bits(text, length);
    case MysqlColumn::Kind::date: return date(text);
    case MysqlColumn::Kind::timestamp: return timestamp(text);
  }
  return {{}, "is of no known type"};
}

void append_mysql_double(std::string& out, double value) {
  // "-1.25e+03": the digits of the shortest text, and where its point is. -0.0 is 0.
  std::array<char, 32> room;
  char* const end =
      std::to_chars(room.data(), room.data() + room.size(), value + 0.0, std::chars_format::scientific).ptr;
  const std::string_view text(room.data(), static_cast<std::size_t>(end - room.data()));
  const std::size_t e = text.find('e');
  if (e == std::string_view::npos) {  // not finite: the server refuses it
    out += text;
    return;
  }
  std::string digits(text.substr(0, e));
  std::erase(digits, '.');
  if (digits[0] == '-') {
    out += '-';
    digits.erase(0, 1);
  }
  const std::string_view exponent = text.substr(e + 1);
  append_digits(out, digits, *whole<int>(exponent.substr(exponent[0] == '+' ? 1 : 0)));
}

void append_mysql_datetime(std::string& out, std::int64_t micros) {
  const std::size_t start = out.size();
  out += format_timestamp(micros);
  out.pop_back();
  out[out.find('T', start)] = ' ';
}

void append_mysql_text(std::string& out, Value value) {
  switch (value.type()) {
    case Type::boolean: out += value.as_boolean() ? '1' : '0'; return;
    case Type::float64: append_mysql_double(out, value.as_float64()); return;
    case Type::timestamp: append_mysql_datetime(out, value.as_timestamp()); return;
    default: append_text(out, value);
  }
}

}  // namespace counterpart
