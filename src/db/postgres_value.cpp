#include "db/postgres_value.hpp"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <iterator>

namespace counterpart {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
constexpr std::int32_t kEpoch = 10'957;       ///< 2000-01-01 in days from 1970-01-01
constexpr std::int32_t kFirstDay = -719'162;  ///< 0001-01-01
constexpr std::int32_t kLastDay = 2'932'896;  ///< 9999-12-31
constexpr std::int64_t kFirstMicro = (kFirstDay - kEpoch) * kMicrosPerDay;
constexpr std::int64_t kEndMicro = (kLastDay + 1 - kEpoch) * kMicrosPerDay;

constexpr std::uint32_t kInet = 869;

constexpr PostgresValue kMalformed{{}, "is not of the form of its type"};

template <typename Number>
bool read_number(std::string_view bytes, Number& number) {
  if (bytes.size() != sizeof(Number)) return false;
  std::uint64_t bits = 0;
  for (const char c : bytes) bits = bits << 8 | static_cast<unsigned char>(c);
  number = static_cast<Number>(bits);
  return true;
}

template <typename Number>
PostgresValue integer(std::string_view bytes) {
  Number number{};
  return read_number(bytes, number) ? PostgresValue{Value::int64(number)} : kMalformed;
}

PostgresValue boolean(std::string_view bytes) {
  return bytes.size() == 1 ? PostgresValue{Value::boolean(bytes[0] != 0)} : kMalformed;
}

PostgresValue finite(double number) {
  if (!std::isfinite(number)) return {{}, "is not a finite number"};
  return {Value::float64(number)};
}

PostgresValue float64(std::string_view bytes) {
  std::uint64_t bits = 0;
  return read_number(bytes, bits) ? finite(std::bit_cast<double>(bits)) : kMalformed;
}

/// 0.1 has to stay 0.1, not become 0.10000000149.
PostgresValue float32(std::string_view bytes) {
  std::uint32_t bits = 0;
  if (!read_number(bytes, bits)) return kMalformed;
  const auto number = std::bit_cast<float>(bits);
  if (!std::isfinite(number)) return finite(number);
  char text[32];
  const char* const end = std::to_chars(text, std::end(text), number).ptr;
  double wide = 0;
  std::from_chars(text, end, wide);
  return {Value::float64(wide)};
}

PostgresValue date(std::string_view bytes) {
  std::int32_t days = 0;
  if (!read_number(bytes, days)) return kMalformed;
  if (days < kFirstDay - kEpoch || days > kLastDay - kEpoch) return {{}, "not a valid date"};
  return {Value::date(days + kEpoch)};
}

PostgresValue timestamp(std::string_view bytes) {
  std::int64_t micros = 0;
  if (!read_number(bytes, micros)) return kMalformed;
  if (micros < kFirstMicro || micros >= kEndMicro) return {{}, "not a valid timestamp"};
  return {Value::timestamp(micros + kEpoch * kMicrosPerDay)};
}

PostgresValue time(std::string_view bytes, std::string& storage) {
  std::int64_t micros = 0;
  if (!read_number(bytes, micros) || micros < 0 || micros > kMicrosPerDay) return kMalformed;
  const std::int64_t seconds = micros / kMicrosPerSecond;
  storage = fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (micros % kMicrosPerSecond != 0) {
    storage += fmt::format(".{:06}", micros % kMicrosPerSecond);
    storage.erase(storage.find_last_not_of('0') + 1);
  }
  return {Value::string(storage)};
}

PostgresValue uuid(std::string_view bytes, std::string& storage) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  if (bytes.size() != 16) return kMalformed;
  storage.clear();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) storage += '-';
    const auto byte = static_cast<unsigned char>(bytes[i]);
    storage += kDigits[byte >> 4];
    storage += kDigits[byte & 15];
  }
  return {Value::string(storage)};
}

PostgresValue jsonb(std::string_view bytes) {
  if (bytes.empty() || bytes[0] != 1) return kMalformed;
  return {Value::string(bytes.substr(1))};
}

/// A decimal as it is sent: digits of base 10,000, the first of them worth 10,000 to the power of `weight`.
class Numeric {
 public:
  /// False if the bytes are none.
  bool read(std::string_view bytes) {
    constexpr std::size_t kHead = 8;
    constexpr std::uint16_t kMostDecimals = 0x3FFF;
    std::uint16_t count = 0;
    if (bytes.size() < kHead || !read_number(bytes.substr(0, 2), count) ||
        !read_number(bytes.substr(2, 2), weight_) || !read_number(bytes.substr(4, 2), sign_) ||
        !read_number(bytes.substr(6, 2), decimals_)) {
      return false;
    }
    digits_ = bytes.substr(kHead);
    if (digits_.size() != std::size_t{count} * 2 || decimals_ > kMostDecimals) return false;
    for (int i = 0; i < count; ++i) {
      if (group(weight_ - i) > 9999) return false;
    }
    return sign_ == 0 || sign_ == kNegative || !special().empty();
  }

  void append_text(std::string& text) const {
    if (!special().empty()) {
      text += special();
      return;
    }
    if (sign_ == kNegative) text += '-';
    int power = weight_ < 0 ? 0 : weight_;
    while (power > 0 && group(power) == 0) --power;
    text += std::to_string(group(power));
    while (--power >= 0) append_group(text, power);
    if (decimals_ == 0) return;
    text += '.';
    const std::size_t end = text.size() + decimals_;
    for (; text.size() < end; --power) append_group(text, power);
    text.resize(end);
  }

 private:
  static constexpr std::uint16_t kNegative = 0x4000;

  std::string_view special() const {
    switch (sign_) {
      case 0xC000: return "NaN";
      case 0xD000: return "Infinity";
      case 0xF000: return "-Infinity";
      default: return {};
    }
  }

  /// The digit that is worth 10,000 to the power of `power`; 0 for one that was not sent.
  unsigned group(int power) const {
    const int index = weight_ - power;
    if (index < 0 || static_cast<std::size_t>(index) * 2 >= digits_.size()) return 0;
    std::uint16_t digit = 0;
    read_number(digits_.substr(static_cast<std::size_t>(index) * 2, 2), digit);
    return digit;
  }

  void append_group(std::string& text, int power) const {
    const unsigned digit = group(power);
    for (const unsigned place : {1000U, 100U, 10U, 1U}) text += static_cast<char>('0' + digit / place % 10);
  }

  std::int16_t weight_ = 0;
  std::uint16_t sign_ = 0;
  std::uint16_t decimals_ = 0;
  std::string_view digits_;
};

PostgresValue numeric(std::string_view bytes, std::string& storage) {
  Numeric number;
  if (!number.read(bytes)) return kMalformed;
  storage.clear();
  number.append_text(storage);
  return {Value::string(storage)};
}

std::string_view without_pads(std::string_view text) {
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

}  // namespace

std::optional<PostgresForm> postgres_form(std::uint32_t type) {
  switch (type) {
    case 16: return PostgresForm::boolean;
    case 17: return PostgresForm::bytes;
    case 20: return PostgresForm::int64;
    case 21: return PostgresForm::int16;
    case 23: return PostgresForm::int32;
    case 26: return PostgresForm::oid;
    case 19:    // name
    case 25:    // text
    case 114:   // json
    case 1043:  // varchar
      return PostgresForm::text;
    case 700: return PostgresForm::float32;
    case 701: return PostgresForm::float64;
    case 1042: return PostgresForm::padded_text;
    case 1082: return PostgresForm::date;
    case 1083: return PostgresForm::time;
    case 1114:  // timestamp
    case 1184:  // timestamptz
      return PostgresForm::timestamp;
    case 1700: return PostgresForm::numeric;
    case 2950: return PostgresForm::uuid;
    case 3802: return PostgresForm::jsonb;
    default: return std::nullopt;
  }
}

std::string postgres_as_text(const std::string& expression, std::uint32_t type) {
  // The cast of an address writes a netmask that its own text does not have.
  return type == kInet ? "pg_catalog.abbrev(" + expression + ")" : expression + "::pg_catalog.text";
}

PostgresValue read_postgres_value(PostgresForm form, std::string_view bytes, std::string& storage) {
  switch (form) {
    case PostgresForm::boolean: return boolean(bytes);
    case PostgresForm::int16: return integer<std::int16_t>(bytes);
    case PostgresForm::int32: return integer<std::int32_t>(bytes);
    case PostgresForm::int64: return integer<std::int64_t>(bytes);
    case PostgresForm::oid: return integer<std::uint32_t>(bytes);
    case PostgresForm::float32: return float32(bytes);
    case PostgresForm::float64: return float64(bytes);
    case PostgresForm::numeric: return numeric(bytes, storage);
    case PostgresForm::text:
    case PostgresForm::bytes: return {Value::string(bytes)};
    case PostgresForm::padded_text: return {Value::string(without_pads(bytes))};
    case PostgresForm::uuid: return uuid(bytes, storage);
    case PostgresForm::jsonb: return jsonb(bytes);
    case PostgresForm::date: return date(bytes);
    case PostgresForm::time: return time(bytes, storage);
    case PostgresForm::timestamp: return timestamp(bytes);
  }
  return kMalformed;
}

}  // namespace counterpart
