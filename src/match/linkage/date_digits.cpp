#include "match/linkage/date_digits.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/calendar.hpp"

namespace counterpart::linkage {
namespace {

constexpr std::size_t kLongestWritten = 24;  // "30. September, 1956" and some room

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_letter(char c) {
  return lower(c) >= 'a' && lower(c) <= 'z';
}

/// Empty for years that four digits do not hold.
std::string digits_of_day(std::int32_t days) {
  std::string text = format_date(days);
  if (!parse_date(text)) return {};
  std::erase(text, '-');
  return text;
}

/// 1 to 12 of an English name, or of its first three letters ("sept" too); 0 for anything else.
unsigned month_of(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kNames{"january",   "february", "march",    "april",
                                                           "may",       "june",     "july",     "august",
                                                           "september", "october",  "november", "december"};
  if (word.size() < 3) return 0;
  for (unsigned month = 0; month < kNames.size(); ++month) {
    const std::string_view name = kNames[month];
    const bool whole = word.size() == name.size() || word.size() == 3 || (month == 8 && word.size() == 4);
    if (whole && std::equal(word.begin(), word.end(), name.begin(),
                            [](char c, char of_name) { return lower(c) == of_name; }))
      return month + 1;
  }
  return 0;
}

/// Three runs of digits or letters, and what stands between them.
struct Written {
  std::array<std::string_view, 3> parts;
  std::array<std::string_view, 2> between;
};

std::optional<Written> taken_apart(std::string_view text) {
  if (text.size() > kLongestWritten) return std::nullopt;
  Written written;
  for (std::size_t part = 0; part < written.parts.size(); ++part) {
    if (text.empty()) return std::nullopt;
    const auto belongs = is_digit(text.front()) ? is_digit : is_letter;
    const auto end = std::find_if_not(text.begin(), text.end(), belongs);
    const auto size = static_cast<std::size_t>(end - text.begin());
    if (size == 0) return std::nullopt;
    written.parts[part] = text.substr(0, size);
    text.remove_prefix(size);
    if (part == written.between.size()) break;
    std::size_t gap = 0;
    while (gap < text.size() && !is_digit(text[gap]) && !is_letter(text[gap])) ++gap;
    written.between[part] = text.substr(0, gap);
    text.remove_prefix(gap);
  }
  return text.empty() ? std::optional(written) : std::nullopt;
}

bool is_year(std::string_view part) {
  return part.size() == 4 && is_digits(part);
}

/// Of a day, or of a month as a number.
bool is_short(std::string_view part) {
  return part.size() <= 2 && is_digits(part);
}

std::string two_digits(std::string_view part) {
  return part.size() == 1 ? '0' + std::string(part) : std::string(part);
}

/// What may stand beside the name of a month: it cannot be taken for a number.
bool is_gap(std::string_view between) {
  static constexpr std::array<std::string_view, 8> kGaps{"", " ", "-", "/", ".", ",", ", ", ". "};
  return std::find(kGaps.begin(), kGaps.end(), between) != kGaps.end();
}

std::string digits_of_named(const Written& written) {
  if (!is_gap(written.between[0]) || !is_gap(written.between[1])) return {};
  const auto& [first, second, third] = written.parts;
  const bool named_first = is_letter(first.front());
  const unsigned month = month_of(named_first ? first : second);
  if (month == 0) return {};
  const std::string digits = two_digits(std::to_string(month));
  if (named_first)
    return is_short(second) && is_year(third) ? std::string(third) + digits + two_digits(second) : "";
  if (is_short(first) && is_year(third)) return std::string(third) + digits + two_digits(first);
  if (is_year(first) && is_short(third)) return std::string(first) + digits + two_digits(third);
  return {};
}

/// The month has to be one: what is no month is most likely the day, and nothing is known then.
std::string digits_of_year_last(std::string_view day, std::string_view month, std::string_view year) {
  const std::string digits = two_digits(month);
  if (digits < "01" || digits > "12") return {};
  return std::string(year) + digits + two_digits(day);
}

std::string digits_of_written(std::string_view text, SlashOrder slashes) {
  const std::optional<Written> written = taken_apart(text);
  if (!written) return {};
  const auto& [first, second, third] = written->parts;
  if (is_letter(first.front()) || is_letter(second.front())) return digits_of_named(*written);
  if (!is_short(second) || written->between[0] != written->between[1]) return {};
  const std::string_view between = written->between[0];
  if (is_year(first) && is_short(third) && (between == "-" || between == "/" || between == "."))
    return std::string(first) + two_digits(second) + two_digits(third);
  if (!is_short(first) || !is_year(third)) return {};
  if (between == "." || (between == "/" && slashes == SlashOrder::day_first))
    return digits_of_year_last(first, second, third);
  if (between == "/" && slashes == SlashOrder::month_first) return digits_of_year_last(second, first, third);
  return {};
}

std::string digits_of_text(std::string_view text, SlashOrder slashes) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.size() == 8 && is_digits(text)) return std::string(text);
  const bool year_first = text.size() >= 10 && text[4] == '-' && text[7] == '-';
  if (year_first && text.size() == 10) {
    std::string digits(text);
    std::erase(digits, '-');
    if (digits.size() == 8 && is_digits(digits)) return digits;
  }
  if (year_first)
    if (const auto micros = parse_timestamp(text)) return digits_of_day(day_of(*micros));
  return digits_of_written(text, slashes);
}

}  // namespace

std::string date_digits(const Value& value, SlashOrder slashes) {
  switch (value.type()) {
    case Type::date: return digits_of_day(value.as_date());
    case Type::timestamp: return digits_of_day(day_of(value.as_timestamp()));
    case Type::string: return digits_of_text(value.as_string(), slashes);
    case Type::int64: return digits_of_text(to_text(value), slashes);
    default: return {};
  }
}

}  // namespace counterpart::linkage
