#pragma once
/// The compact form of one value. Inline, as the lengths are: each value of each record comes through here
/// more than once.

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "record/value.hpp"
#include "record/varint.hpp"

namespace counterpart {

namespace compact {

enum Tag : unsigned char { kNull, kFalse, kTrue, kInt, kFloat, kString, kDate, kTimestamp };

inline std::uint64_t zigzag(std::int64_t number) {
  return static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
}

inline std::int64_t unzigzag(std::uint64_t number) {
  return static_cast<std::int64_t>(number >> 1 ^ (~(number & 1) + 1));
}

/// A tag and a number; gives what is behind them.
inline char* put_tagged(char* at, Tag tag, std::uint64_t number) {
  *at = static_cast<char>(tag);
  return at + 1 + put_varint(at + 1, number);
}

constexpr std::size_t kLongestHead = 1 + kLongestVarint;

}  // namespace compact

/// The most bytes that the compact form of a value can have.
inline std::size_t most_bytes(Value value) {
  return compact::kLongestHead + (value.type() == Type::string ? value.as_string().size() : 0);
}

/// Writes the compact form to `at`, where there is room for the most bytes; gives what is behind it.
inline char* put_value(char* at, Value value) {
  using namespace compact;
  switch (value.type()) {
    case Type::null: *at = static_cast<char>(kNull); return at + 1;
    case Type::boolean: *at = static_cast<char>(value.as_boolean() ? kTrue : kFalse); return at + 1;
    case Type::int64: return put_tagged(at, kInt, zigzag(value.as_int64()));
    case Type::date: return put_tagged(at, kDate, zigzag(value.as_date()));
    case Type::timestamp: return put_tagged(at, kTimestamp, zigzag(value.as_timestamp()));
    case Type::float64: {
      *at = static_cast<char>(kFloat);
      const double number = value.as_float64();
      std::memcpy(at + 1, &number, sizeof number);
      return at + 1 + sizeof number;
    }
    case Type::string: {
      const std::string_view text = value.as_string();
      at = put_tagged(at, kString, text.size());
      if (!text.empty()) std::memcpy(at, text.data(), text.size());
      return at + text.size();
    }
  }
  return at;
}

/// Appends the compact form of one value.
inline void append_value(std::string& out, Value value) {
  const bool text = value.type() == Type::string;
  char head[compact::kLongestHead];
  char* const end =
      text ? compact::put_tagged(head, compact::kString, value.as_string().size()) : put_value(head, value);
  out.append(head, static_cast<std::size_t>(end - head));
  if (text) out += value.as_string();
}

/// Takes one value from the front of `bytes`, which `append_value` wrote; strings view into `bytes`.
inline Value take_value(std::string_view& bytes) {
  using namespace compact;
  assert(!bytes.empty());
  const auto tag = static_cast<Tag>(bytes.front());
  bytes.remove_prefix(1);
  switch (tag) {
    case kNull: return Value::null();
    case kFalse: return Value::boolean(false);
    case kTrue: return Value::boolean(true);
    case kInt: return Value::int64(unzigzag(take_varint(bytes)));
    case kDate: return Value::date(static_cast<std::int32_t>(unzigzag(take_varint(bytes))));
    case kTimestamp: return Value::timestamp(unzigzag(take_varint(bytes)));
    case kFloat: {
      double number = 0;
      std::memcpy(&number, bytes.data(), sizeof number);
      bytes.remove_prefix(sizeof number);
      return Value::float64(number);
    }
    case kString: {
      const std::size_t size = take_varint(bytes);
      const Value value = Value::string(bytes.substr(0, size));
      bytes.remove_prefix(size);
      return value;
    }
  }
  assert(false);
  return {};
}

}  // namespace counterpart
