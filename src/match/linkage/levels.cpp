#include "match/linkage/levels.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "base/calendar.hpp"
#include "match/linkage/person_table.hpp"
#include "text/characters.hpp"
#include "text/names.hpp"
#include "text/similarity.hpp"

namespace counterpart::linkage {
namespace {

/// Similarities are held against bounds with this much to spare, so that 0.92 in a job file is met by 0.92.
constexpr double kSpare = 1e-9;

void split_parts(std::string_view value, std::vector<std::string_view>& parts) {
  parts.clear();
  for (std::size_t end = value.find(kPartSeparator); end != std::string_view::npos;
       end = value.find(kPartSeparator)) {
    parts.push_back(value.substr(0, end));
    value.remove_prefix(end + 1);
  }
  parts.push_back(value);
}

std::optional<std::int32_t> days_of(std::string_view digits) {
  if (digits.size() != 8) return std::nullopt;
  std::string date(digits);
  date.insert(6, 1, '-').insert(4, 1, '-');
  return parse_date(date);
}

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool within_days(std::string_view a, std::string_view b, double bound) {
  const auto left = days_of(a);
  const auto right = days_of(b);
  return left && right && std::abs(*left - *right) <= bound;
}

bool within_number(std::string_view a, std::string_view b, double bound, bool relative) {
  const auto left = number_of(a);
  const auto right = number_of(b);
  if (!left || !right) return false;
  const double allowed = relative ? bound * std::max(std::fabs(*left), std::fabs(*right)) : bound;
  return std::fabs(*left - *right) <= allowed + kSpare;
}

bool same_prefix(std::string_view a, std::string_view b, double bound) {
  const auto length = static_cast<std::size_t>(bound);
  return on_characters(a, b, [length](auto left, auto right) {
    return left.size() >= length && right.size() >= length &&
           left.substr(0, length) == right.substr(0, length);
  });
}

/// An edit changes the length by one at most, so that texts of other lengths need no look.
bool within_edits(std::string_view a, std::string_view b, double bound, bool transpositions) {
  const auto most = static_cast<std::size_t>(bound);
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t shorter = std::min(a.size(), b.size());
  if (longer - shorter > most && is_ascii(a) && is_ascii(b)) return false;
  return (transpositions ? osa(a, b) : levenshtein(a, b)) <= most;
}

}  // namespace

struct LevelFinder::Body {
  const Comparison& comparison;
  std::string left;
  std::vector<std::string_view> left_parts;
  std::vector<std::string_view> right_parts;
  std::vector<std::optional<JaroWinklerAgainst>> against;  ///< by left part, made when needed
  /// Jaro-Winkler of the pair at hand, by left part and right part; negative if not known.
  std::vector<double> jaro_winklers;

  explicit Body(const Comparison& its) : comparison(its) {}

  void set_left(std::string_view value) {
    if (value == left && !left_parts.empty()) return;
    left = value;
    split_parts(left, left_parts);
    against.clear();
    against.resize(left_parts.size());
  }

  double jaro_winkler_of(const Condition& condition) {
    double& known = jaro_winklers[condition.left_part * right_parts.size() + condition.right_part];
    if (known < 0) {
      auto& prepared = against[condition.left_part];
      if (!prepared) prepared.emplace(left_parts[condition.left_part]);
      known = prepared->similarity(right_parts[condition.right_part]);
    }
    return known;
  }

  bool holds(const Condition& condition) {
    if (condition.left_part >= left_parts.size() || condition.right_part >= right_parts.size()) return false;
    const std::string_view a = left_parts[condition.left_part];
    const std::string_view b = right_parts[condition.right_part];
    if (a.empty() || b.empty()) return false;
    switch (condition.likeness) {
      case Likeness::exact: return a == b;
      case Likeness::levenshtein: return within_edits(a, b, condition.bound, false);
      case Likeness::damerau: return within_edits(a, b, condition.bound, true);
      case Likeness::jaro: return jaro(a, b) >= condition.bound - kSpare;
      case Likeness::jaro_winkler: return jaro_winkler_of(condition) >= condition.bound - kSpare;
      case Likeness::token_set: return word_overlap(a, b) >= condition.bound - kSpare;
      case Likeness::token_subset: return is_word_subset(a, b);
      case Likeness::prefix: return same_prefix(a, b, condition.bound);
      case Likeness::initial: return is_initial_of(a, b);
      case Likeness::nickname: return share_a_nickname_class(a, b);
      case Likeness::days: return within_days(a, b, condition.bound);
      case Likeness::number: return within_number(a, b, condition.bound, false);
      case Likeness::ratio: return within_number(a, b, condition.bound, true);
    }
    return false;
  }

  std::uint8_t find(std::string_view right) {
    split_parts(right, right_parts);
    jaro_winklers.assign(left_parts.size() * right_parts.size(), -1);
    for (std::size_t level = 0; level + 1 < comparison.levels.size(); ++level) {
      const auto& all_of = comparison.levels[level].all_of;
      if (std::all_of(all_of.begin(), all_of.end(),
                      [this](const Condition& condition) { return holds(condition); }))
        return static_cast<std::uint8_t>(level);
    }
    return static_cast<std::uint8_t>(comparison.levels.size() - 1);
  }
};

LevelFinder::LevelFinder(const Comparison& comparison) : body_(std::make_unique<Body>(comparison)) {}
LevelFinder::~LevelFinder() = default;
LevelFinder::LevelFinder(LevelFinder&&) noexcept = default;

std::uint8_t LevelFinder::level(std::string_view left, std::string_view right) {
  body_->set_left(left);
  return body_->find(right);
}

void LevelFinder::levels(std::string_view left, const std::vector<std::string_view>& right,
                         std::uint8_t* out) {
  body_->set_left(left);
  for (const std::string_view one : right) *out++ = body_->find(one);
}

}  // namespace counterpart::linkage
