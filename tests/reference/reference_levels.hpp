#pragma once
/// At which level two values end, by the words of the contract alone: no batch, no short way.

#include <cmath>
#include <set>
#include <sstream>
#include <string>

#include "base/calendar.hpp"
#include "match/linkage/levels.hpp"
#include "match/linkage/person_table.hpp"
#include "reference/reference_similarity.hpp"
#include "text/characters.hpp"
#include "text/names.hpp"

namespace counterpart::test {

inline std::vector<std::string> parts_of(const std::string& value) {
  std::vector<std::string> parts(1);
  for (const char c : value) {
    if (c == linkage::kPartSeparator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

inline std::set<std::string> set_of_words(const std::string& text) {
  std::istringstream words(text);
  std::set<std::string> set;
  for (std::string word; words >> word;) set.insert(word);
  return set;
}

/// Words are particles if they cannot be a subset of themselves.
inline std::set<std::string> without_particles(const std::set<std::string>& words) {
  std::set<std::string> some;
  for (const std::string& word : words)
    if (is_word_subset(word, word)) some.insert(word);
  return some;
}

inline bool is_subset(const std::set<std::string>& a, const std::set<std::string>& b) {
  for (const std::string& word : a)
    if (b.count(word) == 0) return false;
  return !a.empty();
}

inline bool words_are_subset(const std::string& a, const std::string& b) {
  const auto left = without_particles(set_of_words(a));
  const auto right = without_particles(set_of_words(b));
  return is_subset(left, right) || is_subset(right, left);
}

inline double shared_words(const std::string& a, const std::string& b) {
  const auto left = set_of_words(a);
  const auto right = set_of_words(b);
  double both = 0;
  for (const std::string& word : left) both += static_cast<double>(right.count(word));
  return both / (static_cast<double>(left.size() + right.size()) - both);
}

inline std::vector<Points> list_of_words(const std::string& text) {
  std::istringstream words(text);
  std::vector<Points> list;
  for (std::string word; words >> word;) list.push_back(code_points(word));
  return list;
}

inline bool is_initial_word(Points a, Points b) {
  for (Points* name : {&a, &b})
    if (name->back() == U'.') name->pop_back();
  return a.size() == 1 && b.size() > 1 && a[0] == b[0];
}

inline bool is_initial(const std::string& a, const std::string& b) {
  const auto left = list_of_words(a);
  const auto right = list_of_words(b);
  if (left == right || left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] != right[i] && !is_initial_word(left[i], right[i]) && !is_initial_word(right[i], left[i]))
      return false;
  }
  return true;
}

inline bool measured_within(const std::string& a, const std::string& b, const linkage::Condition& condition) {
  using linkage::Likeness;
  if (condition.likeness == Likeness::days) {
    const auto dashed = [](const std::string& digits) {
      return digits.size() != 8 ? std::string()
                                : digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6);
    };
    const auto left = parse_date(dashed(a));
    const auto right = parse_date(dashed(b));
    return left && right && std::abs(*left - *right) <= condition.bound;
  }
  char* end_a = nullptr;
  char* end_b = nullptr;
  const double left = std::strtod(a.c_str(), &end_a);
  const double right = std::strtod(b.c_str(), &end_b);
  if (*end_a != '\0' || *end_b != '\0') return false;
  const double factor = condition.likeness == Likeness::ratio ? std::max(std::abs(left), std::abs(right)) : 1;
  return std::abs(left - right) <= condition.bound * factor + 1e-9;
}

inline bool slow_holds(const linkage::Condition& condition, const std::string& a, const std::string& b) {
  using linkage::Likeness;
  const Points left = code_points(a);
  const Points right = code_points(b);
  const double bound = condition.bound;
  constexpr double kSpare = 1e-9;
  switch (condition.likeness) {
    case Likeness::exact: return a == b;
    case Likeness::levenshtein: return slow_levenshtein(left, right) <= bound;
    case Likeness::damerau: return slow_osa(left, right) <= bound;
    case Likeness::jaro: return slow_jaro(left, right) >= bound - kSpare;
    case Likeness::jaro_winkler: return slow_jaro_winkler(left, right) >= bound - kSpare;
    case Likeness::token_set: return shared_words(a, b) >= bound - kSpare;
    case Likeness::token_subset: return words_are_subset(a, b);
    case Likeness::prefix: {
      const auto size = static_cast<std::ptrdiff_t>(bound);
      return std::ssize(left) >= size && std::ssize(right) >= size &&
             std::equal(left.begin(), left.begin() + size, right.begin());
    }
    case Likeness::initial: return is_initial(a, b);
    case Likeness::nickname: return share_a_nickname_class(a, b);
    case Likeness::days:
    case Likeness::number:
    case Likeness::ratio: return measured_within(a, b, condition);
  }
  return false;
}

inline std::size_t slow_level(const linkage::Comparison& comparison, const std::string& left,
                              const std::string& right) {
  const auto left_parts = parts_of(left);
  const auto right_parts = parts_of(right);
  for (std::size_t level = 0; level < comparison.levels.size(); ++level) {
    bool holds = true;
    for (const linkage::Condition& condition : comparison.levels[level].all_of) {
      const std::string a =
          condition.left_part < left_parts.size() ? left_parts[condition.left_part] : std::string();
      const std::string b =
          condition.right_part < right_parts.size() ? right_parts[condition.right_part] : std::string();
      holds = holds && !a.empty() && !b.empty() && slow_holds(condition, a, b);
    }
    if (holds) return level;
  }
  return comparison.levels.size();
}

}  // namespace counterpart::test
