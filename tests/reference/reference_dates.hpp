#pragma once
/// The digits of a written date, by patterns that say what docs/job-file.md says of dates.

#include <array>
#include <regex>
#include <string>

#include "base/calendar.hpp"
#include "match/linkage/date_digits.hpp"

namespace counterpart::reference {

inline std::string two_digits(const std::string& number) {
  return number.size() == 1 ? "0" + number : number;
}

inline std::string month_number(const std::string& name) {
  static const std::array<std::regex, 12> kNames = [] {
    std::array<std::regex, 12> made;
    const char* const patterns[] = {
        "jan(uary)?", "feb(ruary)?", "mar(ch)?",        "apr(il)?",   "may",         "june?",
        "july?",      "aug(ust)?",   "sep(t(ember)?)?", "oct(ober)?", "nov(ember)?", "dec(ember)?"};
    for (std::size_t i = 0; i < made.size(); ++i) made[i] = std::regex(patterns[i], std::regex::icase);
    return made;
  }();
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (std::regex_match(name, kNames[i])) return two_digits(std::to_string(i + 1));
  return {};
}

/// Year, month and day where the month has to be one.
inline std::string with_a_month(const std::string& year, const std::string& month, const std::string& day) {
  const int number = month.empty() ? 0 : std::stoi(month);
  return number >= 1 && number <= 12 ? year + two_digits(month) + two_digits(day) : "";
}

inline std::string date_digits(std::string text, linkage::SlashOrder slashes) {
  static const std::regex kTrimmed("^ *(.*?) *$");
  static const std::regex kDigits("[0-9]{8}");
  static const std::regex kYearFirst("([0-9]{4})([-/.])([0-9]{1,2})\\2([0-9]{1,2})");
  static const std::regex kYearLast("([0-9]{1,2})([/.])([0-9]{1,2})\\2([0-9]{4})");
  static const std::string kSomeGap = "(?: |-|/|\\.|,|, |\\. )";
  static const std::string kGap = kSomeGap + "?";
  static const std::regex kDayMonth("([0-9]{1,2})" + kGap + "([A-Za-z]+)" + kGap + "([0-9]{4})");
  static const std::regex kMonthDay("([A-Za-z]+)" + kGap + "([0-9]{1,2})" + kSomeGap + "([0-9]{4})");
  static const std::regex kYearMonth("([0-9]{4})" + kGap + "([A-Za-z]+)" + kGap + "([0-9]{1,2})");
  text = std::regex_replace(text, kTrimmed, "$1");
  std::smatch found;
  if (std::regex_match(text, kDigits)) return text;
  if (std::regex_match(text, found, kYearFirst))
    return found[1].str() + two_digits(found[3]) + two_digits(found[4]);
  if (const auto micros = parse_timestamp(text)) {
    std::string day = format_date(day_of(*micros));
    std::erase(day, '-');
    return day;
  }
  if (std::regex_match(text, found, kYearLast)) {
    const bool dots = found[2] == ".";
    if (!dots && slashes == linkage::SlashOrder::unknown) return {};
    const bool day_first = dots || slashes == linkage::SlashOrder::day_first;
    return with_a_month(found[4], found[day_first ? 3 : 1], found[day_first ? 1 : 3]);
  }
  if (std::regex_match(text, found, kDayMonth))
    return with_a_month(found[3], month_number(found[2]), found[1]);
  if (std::regex_match(text, found, kMonthDay))
    return with_a_month(found[3], month_number(found[1]), found[2]);
  if (std::regex_match(text, found, kYearMonth))
    return with_a_month(found[1], month_number(found[2]), found[3]);
  return {};
}

}  // namespace counterpart::reference
