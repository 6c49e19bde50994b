#include "base/calendar.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace counterpart {
namespace {

using namespace std::chrono;

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int32_t kFirstDay = -719162;  // 0001-01-01
constexpr std::int32_t kLastDay = 2932896;   // 9999-12-31
constexpr int kLastYear = 9999;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

/// Takes exactly `digits` digits from the front of `text`; -1 if they are not there.
int take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return -1;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int32_t> take_date(std::string_view& text) {
  const int y = take_number(text, 4);
  if (y < 1 || !take(text, '-')) return std::nullopt;
  const int m = take_number(text, 2);
  if (m < 1 || !take(text, '-')) return std::nullopt;
  const int d = take_number(text, 2);
  if (d < 1) return std::nullopt;
  const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  if (!date.ok()) return std::nullopt;
  return static_cast<std::int32_t>(sys_days{date}.time_since_epoch().count());
}

/// ".123456789" → 123456; 0 without a fraction; -1 if malformed.
std::int64_t take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  std::int64_t micros = 0;
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    if (digits < 6) micros = micros * 10 + (text[digits] - '0');
    ++digits;
  }
  if (digits == 0 || digits > 9) return -1;
  for (std::size_t i = digits; i < 6; ++i) micros *= 10;
  text.remove_prefix(digits);
  return micros;
}

/// "", "Z", "+02", "+0200", "+02:00" → seconds east of UTC.
std::optional<int> take_offset(std::string_view& text) {
  if (text.empty() || take(text, 'Z') || take(text, 'z')) return 0;
  const int sign = text.front() == '-' ? -1 : 1;
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const int hours = take_number(text, 2);
  int minutes = 0;
  if (!text.empty()) {
    take(text, ':');
    minutes = take_number(text, 2);
  }
  if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) return std::nullopt;
  return sign * (hours * 3600 + minutes * 60);
}

/// The number in decimal, its last digit before `end`.
void put_digits(char* end, unsigned number) {
  for (; number != 0; number /= 10) *--end = static_cast<char>('0' + number % 10);
}

}  // namespace

std::optional<std::int32_t> parse_date(std::string_view text) {
  const auto date = take_date(text);
  return text.empty() ? date : std::nullopt;
}

std::optional<std::int64_t> parse_timestamp(std::string_view text) {
  const auto date = take_date(text);
  if (!date || (!take(text, 'T') && !take(text, ' ') && !take(text, 't'))) return std::nullopt;
  const int hour = take_number(text, 2);
  if (hour < 0 || hour > 23 || !take(text, ':')) return std::nullopt;
  const int minute = take_number(text, 2);
  if (minute < 0 || minute > 59) return std::nullopt;
  int second = 0;
  std::int64_t fraction = 0;
  if (take(text, ':')) {
    second = take_number(text, 2);
    if (second < 0 || second > 59) return std::nullopt;
    fraction = take_fraction(text);
    if (fraction < 0) return std::nullopt;
  }
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  const std::int64_t seconds = hour * 3600 + minute * 60 + second - *offset;
  const std::int64_t micros = *date * kMicrosPerDay + seconds * kMicrosPerSecond + fraction;
  // An offset can lead out of the years that can be written.
  const std::int32_t day = day_of(micros);
  return day >= kFirstDay && day <= kLastDay ? std::optional(micros) : std::nullopt;
}

std::string format_date(std::int32_t days) {
  std::string text;
  append_date(text, days);
  return text;
}

void append_date(std::string& out, std::int32_t days) {
  const year_month_day date{sys_days{std::chrono::days{days}}};
  const int year = static_cast<int>(date.year());
  const auto month = static_cast<unsigned>(date.month());
  const auto day = static_cast<unsigned>(date.day());
  if (year < 0 || year > kLastYear) {
    out += fmt::format("{:04}-{:02}-{:02}", year, month, day);
    return;
  }
  // By hand: dates are written by the million.
  char text[] = "0000-00-00";
  put_digits(text + 4, static_cast<unsigned>(year));
  put_digits(text + 7, month);
  put_digits(text + 10, day);
  out.append(text, 10);
}

std::string format_timestamp(std::int64_t micros) {
  const std::int32_t date = day_of(micros);
  const std::int64_t rest = micros - date * kMicrosPerDay;
  const std::int64_t second = rest / kMicrosPerSecond;
  const std::int64_t fraction = rest % kMicrosPerSecond;
  std::string text =
      fmt::format("{}T{:02}:{:02}:{:02}", format_date(date), second / 3600, second / 60 % 60, second % 60);
  if (fraction != 0) text += fmt::format(".{:06}", fraction);
  return text + 'Z';
}

std::int32_t day_of(std::int64_t micros) {
  return static_cast<std::int32_t>(floor<std::chrono::days>(microseconds{micros}).count());
}

std::int32_t today_utc() {
  return static_cast<std::int32_t>(floor<std::chrono::days>(system_clock::now()).time_since_epoch().count());
}

std::optional<std::int32_t> parse_days(std::string_view text) {
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 0 || number > 3'000'000) return std::nullopt;
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  if (unit == "day" || unit == "days" || unit == "d") return number;
  if (unit == "week" || unit == "weeks" || unit == "w") return number * 7;
  return std::nullopt;
}

}  // namespace counterpart
