#include "record/coerce.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdint>

#include "base/calendar.hpp"

namespace counterpart {
namespace {

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;
constexpr double kTwoTo63 = 9223372036854775808.0;

template <typename Number>
std::optional<Number> whole_text_as(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Each turns `value` into its type, in place; false if that cannot be done exactly.

bool to_boolean(Value& value) {
  if (value.type() == Type::int64 && (value.as_int64() == 0 || value.as_int64() == 1)) {
    value = Value::boolean(value.as_int64() == 1);
    return true;
  }
  if (value.type() != Type::string) return false;
  const std::string_view text = value.as_string();
  const bool yes = text == "true" || text == "1" || text == "t" || text == "TRUE" || text == "True";
  const bool no = text == "false" || text == "0" || text == "f" || text == "FALSE" || text == "False";
  value = Value::boolean(yes);
  return yes || no;
}

bool to_int64(Value& value) {
  if (value.type() == Type::boolean) {
    value = Value::int64(value.as_boolean() ? 1 : 0);
    return true;
  }
  if (value.type() == Type::float64) {
    const double number = value.as_float64();
    if (number != std::trunc(number) || number < -kTwoTo63 || number >= kTwoTo63) return false;
    value = Value::int64(static_cast<std::int64_t>(number));
    return true;
  }
  if (value.type() != Type::string) return false;
  const auto number = whole_text_as<std::int64_t>(value.as_string());
  if (number) value = Value::int64(*number);
  return number.has_value();
}

bool to_float64(Value& value) {
  if (value.type() == Type::int64) {
    const auto number = static_cast<double>(value.as_int64());
    if (number >= kTwoTo63 || static_cast<std::int64_t>(number) != value.as_int64()) return false;
    value = Value::float64(number);
    return true;
  }
  if (value.type() != Type::string) return false;
  const auto number = whole_text_as<double>(value.as_string());
  if (!number || !std::isfinite(*number)) return false;
  value = Value::float64(*number);
  return true;
}

bool to_date(Value& value) {
  if (value.type() == Type::timestamp) {
    value = Value::date(day_of(value.as_timestamp()));
    return true;
  }
  if (value.type() != Type::string) return false;
  const auto days = parse_date(value.as_string());
  const auto micros = days ? std::nullopt : parse_timestamp(value.as_string());
  if (days || micros) value = Value::date(days ? *days : day_of(*micros));
  return days || micros;
}

bool to_timestamp(Value& value) {
  if (value.type() == Type::date) {
    value = Value::timestamp(value.as_date() * kMicrosPerDay);
    return true;
  }
  if (value.type() != Type::string) return false;
  const auto micros = parse_timestamp(value.as_string());
  const auto days = micros ? std::nullopt : parse_date(value.as_string());
  if (days || micros) value = Value::timestamp(micros ? *micros : *days * kMicrosPerDay);
  return days || micros;
}

bool to_string(Value& value, std::string& storage) {
  storage = to_text(value);
  value = Value::string(storage);
  return true;
}

bool convert(Value& value, Type wanted, std::string& storage) {
  switch (wanted) {
    case Type::boolean: return to_boolean(value);
    case Type::int64: return to_int64(value);
    case Type::float64: return to_float64(value);
    case Type::date: return to_date(value);
    case Type::timestamp: return to_timestamp(value);
    case Type::string: return to_string(value, storage);
    case Type::null: return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> coerce(Value& value, Type wanted, std::string& storage) {
  if (wanted == Type::null || value.is_null() || value.type() == wanted) return std::nullopt;
  if (convert(value, wanted, storage)) return std::nullopt;
  return fmt::format("not a valid {}", type_name(wanted));
}

std::optional<std::string> coerce_temporal(Value& value) {
  if (value.is_null() || value.type() == Type::date || value.type() == Type::timestamp) return std::nullopt;
  if (value.type() == Type::string) {
    const auto days = parse_date(value.as_string());
    const auto micros = days ? std::nullopt : parse_timestamp(value.as_string());
    if (days) value = Value::date(*days);
    if (micros) value = Value::timestamp(*micros);
    if (days || micros) return std::nullopt;
  }
  return "not a valid date or timestamp";
}

}  // namespace counterpart
