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

std::optional<Value> to_boolean(Value value) {
  if (value.type() == Type::int64 && (value.as_int64() == 0 || value.as_int64() == 1))
    return Value::boolean(value.as_int64() == 1);
  if (value.type() != Type::string) return std::nullopt;
  const std::string_view text = value.as_string();
  if (text == "true" || text == "1" || text == "t" || text == "TRUE" || text == "True")
    return Value::boolean(true);
  if (text == "false" || text == "0" || text == "f" || text == "FALSE" || text == "False")
    return Value::boolean(false);
  return std::nullopt;
}

std::optional<Value> to_int64(Value value) {
  if (value.type() == Type::boolean) return Value::int64(value.as_boolean() ? 1 : 0);
  if (value.type() == Type::float64) {
    const double number = value.as_float64();
    if (number != std::trunc(number) || number < -kTwoTo63 || number >= kTwoTo63) return std::nullopt;
    return Value::int64(static_cast<std::int64_t>(number));
  }
  if (value.type() != Type::string) return std::nullopt;
  const auto number = whole_text_as<std::int64_t>(value.as_string());
  return number ? std::optional(Value::int64(*number)) : std::nullopt;
}

std::optional<Value> to_float64(Value value) {
  if (value.type() == Type::int64) {
    const auto number = static_cast<double>(value.as_int64());
    const bool exact = number < kTwoTo63 && static_cast<std::int64_t>(number) == value.as_int64();
    return exact ? std::optional(Value::float64(number)) : std::nullopt;
  }
  if (value.type() != Type::string) return std::nullopt;
  const auto number = whole_text_as<double>(value.as_string());
  return number && std::isfinite(*number) ? std::optional(Value::float64(*number)) : std::nullopt;
}

std::optional<Value> to_date(Value value) {
  if (value.type() == Type::timestamp) return Value::date(day_of(value.as_timestamp()));
  if (value.type() != Type::string) return std::nullopt;
  if (const auto days = parse_date(value.as_string())) return Value::date(*days);
  if (const auto micros = parse_timestamp(value.as_string())) return Value::date(day_of(*micros));
  return std::nullopt;
}

std::optional<Value> to_timestamp(Value value) {
  if (value.type() == Type::date) return Value::timestamp(value.as_date() * kMicrosPerDay);
  if (value.type() != Type::string) return std::nullopt;
  if (const auto micros = parse_timestamp(value.as_string())) return Value::timestamp(*micros);
  if (const auto days = parse_date(value.as_string())) return Value::timestamp(*days * kMicrosPerDay);
  return std::nullopt;
}

std::optional<Value> converted(Value value, Type wanted, std::string& storage) {
  switch (wanted) {
    case Type::boolean: return to_boolean(value);
    case Type::int64: return to_int64(value);
    case Type::float64: return to_float64(value);
    case Type::date: return to_date(value);
    case Type::timestamp: return to_timestamp(value);
    case Type::string: storage = to_text(value); return Value::string(storage);
    case Type::null: return value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> coerce(Value& value, Type wanted, std::string& storage) {
  if (wanted == Type::null || value.is_null() || value.type() == wanted) return std::nullopt;
  const auto made = converted(value, wanted, storage);
  if (!made) return fmt::format("not a valid {}", type_name(wanted));
  value = *made;
  return std::nullopt;
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
