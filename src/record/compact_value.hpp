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

/// A tag and a number in one append.
inline void append_tagged(std::string& out, Tag tag, std::uint64_t number) {
  char bytes[1 + kLongestVarint];
  bytes[0] = static_cast<char>(tag);
  out.append(bytes, 1 + put_varint(bytes + 1, number));
}

}  // namespace compact

/// Appends the compact form of one value.
inline void append_value(std::string& out, Value value) {
  using namespace compact;
  switch (value.type()) {
    case Type::null: out += static_cast<char>(kNull); return;
    case Type::boolean: out += static_cast<char>(value.as_boolean() ? kTrue : kFalse); return;
    case Type::int64: append_tagged(out, kInt, zigzag(value.as_int64())); return;
    case Type::date: append_tagged(out, kDate, zigzag(value.as_date())); return;
    case Type::timestamp: append_tagged(out, kTimestamp, zigzag(value.as_timestamp())); return;
    case Type::float64: {
      char bytes[1 + sizeof(double)];
      bytes[0] = static_cast<char>(kFloat);
      const double number = value.as_float64();
      std::memcpy(bytes + 1, &number, sizeof number);
      out.append(bytes, sizeof bytes);
      return;
    }
    case Type::string:
      append_tagged(out, kString, value.as_string().size());
      out += value.as_string();
      return;
  }
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
