#include "db/postgres_field.hpp"

#include <bit>
#include <limits>
#include <string_view>
#include <vector>

namespace counterpart {
namespace {

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;
constexpr std::int32_t kEpoch = 10'957;  ///< 2000-01-01 in days from 1970-01-01

constexpr const char* kOutOfRange = "is out of the range of its column";

void append_length(std::string& out, std::size_t length) {
  append_big_endian(out, static_cast<std::int32_t>(length));
}

template <typename Number>
const char* append_number(std::string& out, std::int64_t number) {
  if (number < std::numeric_limits<Number>::min() || number > std::numeric_limits<Number>::max())
    return kOutOfRange;
  append_length(out, sizeof(Number));
  append_big_endian(out, static_cast<Number>(number));
  return nullptr;
}

const char* append_numeric(std::string& out, std::int64_t number) {
  constexpr std::uint64_t kBase = 10'000;
  constexpr std::uint16_t kNegative = 0x4000;
  std::uint64_t rest = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  std::vector<std::uint16_t> groups;
  for (; rest != 0; rest /= kBase) groups.push_back(static_cast<std::uint16_t>(rest % kBase));
  append_length(out, 8 + groups.size() * 2);
  append_big_endian(out, static_cast<std::uint16_t>(groups.size()));
  append_big_endian(out, static_cast<std::int16_t>(groups.empty() ? 0 : groups.size() - 1));
  append_big_endian(out, number < 0 ? kNegative : std::uint16_t{0});
  append_big_endian(out, std::uint16_t{0});
  for (auto group = groups.rbegin(); group != groups.rend(); ++group) append_big_endian(out, *group);
  return nullptr;
}

const char* append_text_field(std::string& out, PostgresForm form, Value value) {
  const std::size_t at = out.size();
  append_length(out, 0);
  if (form == PostgresForm::jsonb) out += '\1';
  const std::size_t begin = out.size();
  append_text(out, value);
  const std::string_view text = std::string_view(out).substr(begin);
  if (text.find('\0') != std::string_view::npos) return "has a NUL character, which PostgreSQL cannot store";
  if (form == PostgresForm::padded_text && text.ends_with(' '))
    return "ends with a space, which a column of type char does not keep";
  std::string length;
  append_length(length, out.size() - at - sizeof(std::int32_t));
  out.replace(at, length.size(), length);
  return nullptr;
}

std::int64_t whole(Value value) {
  return value.type() == Type::boolean ? std::int64_t{value.as_boolean()} : value.as_int64();
}

std::int64_t micros(Value value) {
  const std::int64_t since_1970 =
      value.type() == Type::date ? value.as_date() * kMicrosPerDay : value.as_timestamp();
  return since_1970 - kEpoch * kMicrosPerDay;
}

}  // namespace

const char* append_postgres_field(std::string& out, PostgresForm form, Value value) {
  if (value.is_null()) {
    append_big_endian(out, std::int32_t{-1});
    return nullptr;
  }
  switch (form) {
    case PostgresForm::boolean:
      append_length(out, 1);
      out += value.as_boolean() ? '\1' : '\0';
      return nullptr;
    case PostgresForm::int16: return append_number<std::int16_t>(out, whole(value));
    case PostgresForm::int32: return append_number<std::int32_t>(out, whole(value));
    case PostgresForm::int64: return append_number<std::int64_t>(out, whole(value));
    case PostgresForm::numeric: return append_numeric(out, whole(value));
    case PostgresForm::float64:
      append_length(out, sizeof(double));
      append_big_endian(out, std::bit_cast<std::uint64_t>(value.as_float64()));
      return nullptr;
    case PostgresForm::date: return append_number<std::int32_t>(out, value.as_date() - kEpoch);
    case PostgresForm::timestamp: return append_number<std::int64_t>(out, micros(value));
    default: return append_text_field(out, form, value);
  }
}

}  // namespace counterpart
