#include "record/record.hpp"

#include <cassert>
#include <cstring>

namespace counterpart {
namespace {

std::uint64_t zigzag(std::int64_t number) {
  return static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
}

std::int64_t unzigzag(std::uint64_t number) {
  return static_cast<std::int64_t>(number >> 1 ^ (~(number & 1) + 1));
}

char* write_number(char* at, Tag tag, std::int64_t number) {
  *at = static_cast<char>(tag);
  return write_varint(at + 1, zigzag(number));
}

}  // namespace

char* write_short_value(char* at, const Value& value) {
  switch (value.type()) {
    case Type::null: *at = static_cast<char>(Tag::null); return at + 1;
    case Type::boolean: *at = static_cast<char>(value.as_boolean() ? Tag::yes : Tag::no); return at + 1;
    case Type::int64: return write_number(at, Tag::integer, value.as_int64());
    case Type::date: return write_number(at, Tag::date, value.as_date());
    case Type::timestamp: return write_number(at, Tag::timestamp, value.as_timestamp());
    case Type::float64: {
      const double number = value.as_float64();
      *at = static_cast<char>(Tag::real);
      std::memcpy(at + 1, &number, sizeof number);
      return at + 1 + sizeof number;
    }
    case Type::string: break;
  }
  assert(false);
  return at;
}

Value take_short_value(std::string_view& bytes) {
  const auto tag = static_cast<Tag>(bytes.front());
  bytes.remove_prefix(1);
  switch (tag) {
    case Tag::null: return Value::null();
    case Tag::no: return Value::boolean(false);
    case Tag::yes: return Value::boolean(true);
    case Tag::integer: return Value::int64(unzigzag(take_varint(bytes)));
    case Tag::date: return Value::date(static_cast<std::int32_t>(unzigzag(take_varint(bytes))));
    case Tag::timestamp: return Value::timestamp(unzigzag(take_varint(bytes)));
    case Tag::real: {
      double number = 0;
      std::memcpy(&number, bytes.data(), sizeof number);
      bytes.remove_prefix(sizeof number);
      return Value::float64(number);
    }
    case Tag::string: break;
  }
  assert(false);
  return {};
}

void append_value(std::string& out, const Value& value) {
  const std::size_t size = out.size();
  out.resize(size + most_bytes(value));
  const char* end = write_value(out.data() + size, value);
  out.resize(static_cast<std::size_t>(end - out.data()));
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
