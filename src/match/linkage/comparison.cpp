#include "match/linkage/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace counterpart::linkage {
namespace {

using L = Likeness;

constexpr double kMonth = 31;
constexpr double kYear = 366;
constexpr double kTenYears = 3653;

struct Preset {
  const char* name;
  const char* normalization;
  ValueKind kind;
  double term_frequency;
  std::vector<std::vector<Condition>> levels;  ///< without the last
  std::vector<std::string> parts = {};         ///< their names
};

Condition whole(Likeness likeness, double bound = 0) {
  return {likeness, bound, 0, 0};
}

// Parts of forename-surname.
constexpr std::uint8_t kForename = 0;
constexpr std::uint8_t kSurname = 1;

Condition forename(Likeness likeness, double bound = 0) {
  return {likeness, bound, kForename, kForename};
}
Condition surname(Likeness likeness, double bound = 0) {
  return {likeness, bound, kSurname, kSurname};
}
std::vector<Condition> swapped(Likeness likeness, double bound = 0) {
  return {{likeness, bound, kForename, kSurname}, {likeness, bound, kSurname, kForename}};
}

std::vector<std::vector<Condition>> name_levels() {
  return {{whole(L::exact)},
          {whole(L::jaro_winkler, 0.92)},
          {whole(L::nickname)},
          {whole(L::token_subset)},
          {whole(L::jaro_winkler, 0.88)},
          {whole(L::initial)},
          {whole(L::jaro_winkler, 0.70)}};
}

std::vector<std::vector<Condition>> forename_surname_levels() {
  return {{forename(L::exact), surname(L::exact)},
          swapped(L::exact),
          {forename(L::nickname), surname(L::exact)},
          {forename(L::token_subset), surname(L::exact)},
          {forename(L::jaro_winkler, 0.92), surname(L::jaro_winkler, 0.92)},
          {forename(L::initial), surname(L::exact)},
          swapped(L::jaro_winkler, 0.88),
          {forename(L::jaro_winkler, 0.88), surname(L::token_subset)},
          {forename(L::jaro_winkler, 0.80), surname(L::jaro_winkler, 0.80)},
          {surname(L::exact)},
          {surname(L::jaro_winkler, 0.88)},
          {forename(L::exact)},
          {forename(L::jaro_winkler, 0.88)}};
}

std::vector<std::vector<Condition>> date_levels() {
  return {{whole(L::exact)},
          {whole(L::damerau, 1)},
          {whole(L::days, kMonth)},
          {whole(L::days, kYear)},
          {whole(L::days, kTenYears)}};
}

/// Part 1 is what stands before the @.
std::vector<std::vector<Condition>> email_levels() {
  return {{whole(L::exact)},
          {{L::exact, 0, 1, 1}},
          {whole(L::jaro_winkler, 0.92)},
          {{L::jaro_winkler, 0.88, 1, 1}}};
}

/// Part 1 is all but the last three, the outward part of a British postcode. Five characters are a ZIP code
/// before its "+4", and a British sector.
std::vector<std::vector<Condition>> postcode_levels() {
  return {{whole(L::exact)},
          {whole(L::damerau, 1)},
          {whole(L::prefix, 5)},
          {{L::exact, 0, 1, 1}},
          {whole(L::prefix, 2)}};
}

std::vector<std::vector<Condition>> text_levels() {
  return {{whole(L::exact)},
          {whole(L::jaro_winkler, 0.92)},
          {whole(L::token_set, 0.6)},
          {whole(L::jaro_winkler, 0.88)},
          {whole(L::jaro_winkler, 0.70)}};
}

std::vector<std::vector<Condition>> token_set_levels() {
  return {{whole(L::exact)},
          {whole(L::token_set, 0.8)},
          {whole(L::token_subset)},
          {whole(L::token_set, 0.6)},
          {whole(L::token_set, 0.4)}};
}

const std::vector<Preset>& presets() {
  using K = ValueKind;
  static const std::vector<Preset> all{
      {"exact", "strict", K::text, 0, {{whole(L::exact)}}},
      {"name", "name", K::name, 1, name_levels()},
      {"forename-surname", "name", K::name, 1, forename_surname_levels(), {"forename", "surname"}},
      {"date", "strict", K::date, 0, date_levels()},
      {"email", "strict", K::email, 0, email_levels(), {"", "local part"}},
      {"postcode", "strict", K::postcode, 0, postcode_levels(), {"", "area"}},
      {"number", "none", K::number, 0, {{whole(L::exact)}, {whole(L::ratio, 0.05)}, {whole(L::ratio, 0.2)}}},
      {"text", "strict", K::text, 0, text_levels()},
      {"token-set", "name", K::name, 0, token_set_levels()},
  };
  return all;
}

std::string days_text(double days) {
  if (days == kMonth) return "within a month";
  if (days == kYear) return "within a year";
  if (days == kTenYears) return "within ten years";
  return fmt::format("within {} days", days);
}

std::string condition_text(const Condition& condition) {
  const double bound = condition.bound;
  switch (condition.likeness) {
    case L::exact: return "exact";
    case L::levenshtein: return fmt::format("Levenshtein ≤ {}", bound);
    case L::damerau: return fmt::format("Damerau-Levenshtein ≤ {}", bound);
    case L::jaro: return fmt::format("Jaro ≥ {}", bound);
    case L::jaro_winkler: return fmt::format("Jaro-Winkler ≥ {}", bound);
    case L::token_set: return fmt::format("shared words ≥ {}", bound);
    case L::token_subset: return "words of one among the other's";
    case L::prefix: return fmt::format("first {} characters", bound);
    case L::initial: return "initial";
    case L::nickname: return "nickname";
    case L::days: return days_text(bound);
    case L::number: return fmt::format("at most {} apart", bound);
    case L::ratio: return fmt::format("at most {} % apart", bound * 100);
  }
  return {};
}

bool is_swap(const std::vector<Condition>& all_of) {
  return all_of.size() == 2 && std::all_of(all_of.begin(), all_of.end(), [&](const Condition& condition) {
           return condition.left_part != condition.right_part &&
                  condition.likeness == all_of.front().likeness && condition.bound == all_of.front().bound;
         });
}

}  // namespace

std::string level_label(const std::vector<Condition>& all_of, const std::vector<std::string>& parts) {
  if (all_of.empty()) return "all else";
  if (is_swap(all_of)) return "swapped: " + condition_text(all_of.front());
  const bool of_the_whole = all_of.size() == 1 && all_of.front().left_part == 0 &&
                            all_of.front().right_part == 0 && (parts.empty() || parts.front().empty());
  if (of_the_whole) return condition_text(all_of.front());
  const auto part = [&](std::uint8_t number) {
    return number < parts.size() ? parts[number] : fmt::format("part {}", number + 1);
  };
  std::string text;
  for (const Condition& condition : all_of) {
    text += text.empty() ? "" : ", ";
    text += part(condition.left_part);
    if (condition.left_part != condition.right_part) text += " and " + part(condition.right_part);
    text += ": " + condition_text(condition);
  }
  return text;
}

Comparison comparison_preset(const std::string& preset) {
  Comparison comparison;
  comparison.preset = preset;
  for (const Preset& known : presets()) {
    if (preset != known.name) continue;
    comparison.kind = known.kind;
    comparison.term_frequency = known.term_frequency;
    comparison.normalization = known.normalization;
    for (const auto& all_of : known.levels)
      comparison.levels.push_back({level_label(all_of, known.parts), all_of});
    comparison.levels.push_back({level_label({}), {}});
  }
  return comparison;
}

const std::vector<std::string>& value_kind_names() {
  static const std::vector<std::string> names{"text", "name", "date", "email", "postcode", "number"};
  return names;
}

const std::vector<std::string>& comparison_presets() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const Preset& preset : presets()) list.emplace_back(preset.name);
    return list;
  }();
  return names;
}

}  // namespace counterpart::linkage
