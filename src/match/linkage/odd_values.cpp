#include "match/linkage/odd_values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/size.hpp"

namespace counterpart::linkage {
namespace {

enum class Reading : std::uint8_t { date, slashed, none };

/// Of a part as the comparison has it: digits, or the text of what is no date.
Reading reading_of(std::string_view part, const Comparison& comparison) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (part.empty() || (part.size() == 8 && std::all_of(part.begin(), part.end(), is_digit)))
    return Reading::date;
  if (comparison.slashes != SlashOrder::unknown) return Reading::none;
  const Value value = Value::string(part);
  const bool either = !date_digits(value, SlashOrder::day_first).empty() ||
                      !date_digits(value, SlashOrder::month_first).empty();
  return either ? Reading::slashed : Reading::none;
}

/// The worst of its parts.
Reading reading_of_all(std::string_view value, const Comparison& comparison) {
  Reading worst = Reading::date;
  while (true) {
    const std::size_t end = std::min(value.find(kPartSeparator), value.size());
    worst = std::max(worst, reading_of(value.substr(0, end), comparison));
    if (end == value.size()) return worst;
    value.remove_prefix(end + 1);
  }
}

NoDates counted(const PersonTable& table, std::size_t comparison, Side side,
                const std::vector<Reading>& readings) {
  NoDates found{comparison, side};
  const std::vector<std::uint32_t>& frequencies = table.frequencies(side, comparison);
  for (Code code = 1; code < frequencies.size(); ++code) {
    found.all += frequencies[code];
    if (readings[code] == Reading::date) continue;
    found.values += frequencies[code];
    if (readings[code] == Reading::slashed) found.slashed += frequencies[code];
  }
  return found;
}

}  // namespace

std::vector<NoDates> values_without_date(const PersonTable& table) {
  std::vector<NoDates> all;
  for (std::size_t i = 0; i < table.spec().comparisons.size(); ++i) {
    const Comparison& comparison = table.spec().comparisons[i];
    if (comparison.kind != ValueKind::date) continue;
    std::vector<Reading> readings(table.values(i).size() + std::size_t{1}, Reading::date);
    for (Code code = 1; code < readings.size(); ++code)
      readings[code] = reading_of_all(table.values(i).value(code), comparison);
    for (const Side side : {Side::left, Side::right}) {
      if (side == Side::right && table.one_side()) continue;
      if (const NoDates found = counted(table, i, side, readings); found.values > 0) all.push_back(found);
    }
  }
  return all;
}

std::string no_dates_text(const NoDates& found, const Comparison& comparison, const std::string& side_name) {
  std::string text = fmt::format(
      "comparison {}: {} of {} values of {} are no dates that can be read, and are compared as text",
      comparison.name, format_count(found.values), format_count(found.all), side_name);
  if (found.slashed > 0)
    text += fmt::format("; {} of them would be with day_first = true or false in the comparison",
                        format_count(found.slashed));
  return text;
}

}  // namespace counterpart::linkage
