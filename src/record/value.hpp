#pragma once
/// One field's value, as a small view: strings are not owned.

#include <cstdint>
#include <string>
#include <string_view>

namespace counterpart {

enum class Type : std::uint8_t { null, boolean, int64, float64, string, date, timestamp };

/// "string", "int64", …; for `null` "any", the declared type of a field whose values bring their own.
std::string_view type_name(Type type) noexcept;

/// A view of one value. The text of a string has to outlive it. Two words, which go about in two registers: a
/// copy through memory of something wider waits for what was stored before it.
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

  constexpr Type type() const { return static_cast<Type>(meta_ & kTypeMask); }
  constexpr bool is_null() const { return type() == Type::null; }
  /// Each of these requires the type that it names.
  constexpr bool as_boolean() const { return int_ != 0; }
  constexpr std::int64_t as_int64() const { return int_; }
  constexpr double as_float64() const { return float_; }
  constexpr std::string_view as_string() const { return {text_, meta_ >> kTypeBits}; }
  constexpr std::int32_t as_date() const { return static_cast<std::int32_t>(int_); }
  constexpr std::int64_t as_timestamp() const { return int_; }

  /// Same type and same content (floats by value).
  friend bool operator==(const Value& a, const Value& b);

 private:
  static constexpr unsigned kTypeBits = 8;
  static constexpr std::uint64_t kTypeMask = (1U << kTypeBits) - 1;

  constexpr Value(Type type, std::int64_t value) : int_(value), meta_(static_cast<std::uint64_t>(type)) {}
  explicit constexpr Value(double value) : float_(value), meta_(static_cast<std::uint64_t>(Type::float64)) {}
  explicit constexpr Value(std::string_view text)
      : text_(text.data()),
        meta_(std::uint64_t{text.size()} << kTypeBits | static_cast<std::uint64_t>(Type::string)) {}

  union {
    std::int64_t int_;  ///< of all other types
    double float_;
    const char* text_;
  };
  std::uint64_t meta_ = 0;  ///< the type, and above it the size of a text
};

/// Appends the canonical text of a value: integers in decimal, floats in the shortest form that reads back
/// the same (7.0 is "7"), true/false, dates and instants as in base/calendar.hpp, nothing for null.
void append_text(std::string& out, Value value);
std::string to_text(Value value);

}  // namespace counterpart
