#pragma once
/// One field's value, as a small view: strings are not owned.

#include <cstdint>
#include <string>
#include <string_view>

namespace counterpart {

enum class Type : std::uint8_t { null, boolean, int64, float64, string, date, timestamp };

/// "string", "int64", …; for `null` "any", the declared type of a field whose values bring their own.
std::string_view type_name(Type type) noexcept;

/// A view of one value. The text of a string has to outlive it.
class Value {
 public:
  constexpr Value() : int_(0) {}
  static constexpr Value null() { return {}; }
  static constexpr Value boolean(bool value) { return Value(Type::boolean, value ? 1 : 0); }
  static constexpr Value int64(std::int64_t value) { return Value(Type::int64, value); }
  static constexpr Value date(std::int32_t days) { return Value(Type::date, days); }
  static constexpr Value timestamp(std::int64_t micros) { return Value(Type::timestamp, micros); }
  static constexpr Value float64(double value) { return Value(value); }
  static constexpr Value string(std::string_view text) { return Value(text); }

  constexpr Type type() const { return type_; }
  constexpr bool is_null() const { return type_ == Type::null; }
  /// Each of these requires the type that it names.
  constexpr bool as_boolean() const { return int_ != 0; }
  constexpr std::int64_t as_int64() const { return int_; }
  constexpr double as_float64() const { return float_; }
  constexpr std::string_view as_string() const { return text_; }
  constexpr std::int32_t as_date() const { return static_cast<std::int32_t>(int_); }
  constexpr std::int64_t as_timestamp() const { return int_; }

  /// Same type and same content (floats by value).
  friend bool operator==(const Value& a, const Value& b);

 private:
  constexpr Value(Type type, std::int64_t value) : type_(type), int_(value) {}
  explicit constexpr Value(double value) : type_(Type::float64), float_(value) {}
  explicit constexpr Value(std::string_view text) : type_(Type::string), text_(text) {}

  Type type_ = Type::null;
  union {
    std::int64_t int_;  ///< of all other types
    double float_;
    std::string_view text_;
  };
};

/// Appends the canonical text of a value: integers in decimal, floats in the shortest form that reads back
/// the same (7.0 is "7"), true/false, dates and instants as in base/calendar.hpp, nothing for null.
void append_text(std::string& out, Value value);
std::string to_text(Value value);

}  // namespace counterpart
