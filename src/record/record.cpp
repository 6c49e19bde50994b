#include "record/record.hpp"

#include <cassert>
#include <cstring>

namespace counterpart {
namespace {

enum Tag : unsigned char { kNull, kFalse, kTrue, kInt, kFloat, kString, kDate, kTimestamp };

std::uint64_t zigzag(std::int64_t number) {
  return static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
}

std::int64_t unzigzag(std::uint64_t number) {
  return static_cast<std::int64_t>(number >> 1 ^ (~(number & 1) + 1));
}

/// In one append: a record has many of them.
void append_tagged(std::string& out, Tag tag, std::uint64_t number) {
  char bytes[1 + kLongestVarint];
  bytes[0] = static_cast<char>(tag);
  out.append(bytes, 1 + put_varint(bytes + 1, number));
}

void append_number(std::string& out, Tag tag, std::int64_t number) {
  append_tagged(out, tag, zigzag(number));
}

}  // namespace

void append_value(std::string& out, Value value) {
  switch (value.type()) {
    case Type::null: out += static_cast<char>(kNull); return;
    case Type::boolean: out += static_cast<char>(value.as_boolean() ? kTrue : kFalse); return;
    case Type::int64: append_number(out, kInt, value.as_int64()); return;
    case Type::date: append_number(out, kDate, value.as_date()); return;
    case Type::timestamp: append_number(out, kTimestamp, value.as_timestamp()); return;
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

Value take_value(std::string_view& bytes) {
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

void unpack(std::string_view record, std::vector<Value>& values, std::size_t most) {
  values.clear();
  while (!record.empty() && values.size() < most) values.push_back(take_value(record));
}

Value field_of(std::string_view record, std::size_t field) {
  for (; field > 0; --field) take_value(record);
  return take_value(record);
}

}  // namespace counterpart
