#pragma once
/// Records in their compact form: a run of tagged values, position-independent, so that a record is copied,
/// sorted and spilled as bytes. Integers and dates take one to eleven bytes, strings their length and
/// themselves, null one byte.

#include <cassert>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "record/value.hpp"
#include "record/varint.hpp"

namespace counterpart {

/// What the first byte of a value says it is.
enum class Tag : unsigned char { null, no, yes, integer, real, string, date, timestamp };

/// Room that the compact form of a value may take.
inline std::size_t most_bytes(const Value& value) {
  return 1 + kMostVarintBytes + (value.type() == Type::string ? value.as_string().size() : 0);
}

/// Of `write_value` and `take_value`: all values but strings.
char* write_short_value(char* at, const Value& value);
Value take_short_value(std::string_view& bytes);

/// Writes the compact form of a value to `at`, which has room for `most_bytes`, and gives the place behind
/// it.
inline char* write_value(char* at, const Value& value) {
  if (value.type() != Type::string) return write_short_value(at, value);
  const std::string_view text = value.as_string();
  *at++ = static_cast<char>(Tag::string);
  return put(write_varint(at, text.size()), text);
}

/// Takes one value from the front of `bytes`, which `write_value` wrote; strings view into `bytes`.
inline Value take_value(std::string_view& bytes) {
  assert(!bytes.empty());
  if (static_cast<Tag>(bytes.front()) != Tag::string) return take_short_value(bytes);
  bytes.remove_prefix(1);
  const std::size_t size = take_varint(bytes);
  const Value value = Value::string({bytes.data(), size});
  bytes.remove_prefix(size);
  return value;
}

/// Appends the compact form of one value.
inline void append_value(Bytes& out, const Value& value) {
  out.close(write_value(out.room(most_bytes(value)), value));
}
void append_value(std::string& out, const Value& value);

/// The values of a record's first `most` fields, in field order, into `values` (cleared first). Strings view
/// into `record`.
void unpack(std::string_view record, std::vector<Value>& values,
            std::size_t most = static_cast<std::size_t>(-1));

/// The value of one field, found by walking the fields before it.
Value field_of(std::string_view record, std::size_t field);

}  // namespace counterpart
