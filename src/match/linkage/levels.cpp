#include "match/linkage/levels.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <numeric>
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
constexpr double kUnknown = -1;

/// Edits and Jaro's matches take time with the square of the length: longer texts are held against each other
/// by so many bytes of their beginnings.
constexpr std::size_t kMostCompared = 1024;

std::string_view beginning(std::string_view text) {
  if (text.size() <= kMostCompared) return text;
  std::size_t end = kMostCompared;
  while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

/// Nothing for what is no date of eight digits.
using Measure = std::optional<double> (*)(std::string_view);

std::optional<double> days_of(std::string_view digits) {
  if (digits.size() != 8) return std::nullopt;
  std::array<char, 10> date{};
  char* at = std::copy_n(digits.data(), 4, date.data());
  *at++ = '-';
  at = std::copy_n(digits.data() + 4, 2, at);
  *at++ = '-';
  std::copy_n(digits.data() + 6, 2, at);
  return parse_date({date.data(), date.size()});
}

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool within(double a, double b, double bound, bool relative) {
  const double allowed = relative ? bound * std::max(std::fabs(a), std::fabs(b)) : bound;
  return std::fabs(a - b) <= allowed + kSpare;
}

bool same_prefix(std::string_view a, std::string_view b, std::size_t length) {
  return on_characters(a, b, [length](auto left, auto right) {
    return left.size() >= length && right.size() >= length &&
           left.substr(0, length) == right.substr(0, length);
  });
}

/// What holds or not at a glance is looked at before what takes work.
bool is_cheap(Likeness likeness) {
  return likeness == Likeness::exact || likeness == Likeness::prefix || likeness == Likeness::initial;
}

std::vector<std::vector<Condition>> cheap_first(const std::vector<Level>& levels) {
  std::vector<std::vector<Condition>> conditions;
  for (const Level& level : levels) {
    std::vector<Condition>& all_of = conditions.emplace_back(level.all_of);
    std::stable_partition(all_of.begin(), all_of.end(),
                          [](const Condition& condition) { return is_cheap(condition.likeness); });
  }
  return conditions;
}

std::uint32_t edits(double bound) {
  return static_cast<std::uint32_t>(std::clamp(bound, 0.0, static_cast<double>(kMostCompared)));
}

}  // namespace

/// Looks at many pairs of one left value, level by level: those that no level has taken yet are open.
struct LevelFinder::Body {
  std::vector<std::vector<Condition>> levels;  ///< what each asks for, in whatever order
  std::size_t parts = 1;                       ///< that conditions ask for
  std::string left;
  std::vector<std::string_view> left_parts;
  std::vector<std::optional<JaroWinklerAgainst>> against;  ///< by left part
  std::vector<bool> prepared;                              ///< whether `against` is of this left part
  std::vector<std::string_view> right_parts;               ///< by pair, by part
  std::vector<std::vector<double>> jaro_winklers;          ///< by left part and right part, by pair
  std::vector<std::uint32_t> open;
  std::vector<std::uint32_t> holding;
  std::vector<std::uint32_t> missing;
  std::vector<std::string_view> texts;
  std::vector<double> numbers;
  std::size_t measured_part = 0;
  Measure measured_by = nullptr;  ///< null: nothing is in `measures`
  std::vector<double> measures;   ///< of one right part, by pair

  explicit Body(const Comparison& comparison) : levels(cheap_first(comparison.levels)) {
    for (const std::vector<Condition>& all_of : levels) {
      for (const Condition& condition : all_of)
        parts =
            std::max({parts, condition.left_part + std::size_t{1}, condition.right_part + std::size_t{1}});
    }
    left_parts.resize(parts);
    against.resize(parts);
    prepared.resize(parts);
    jaro_winklers.resize(parts * parts);
  }

  /// Parts that the value does not have are empty.
  void split(std::string_view value, std::string_view* out) const {
    for (std::size_t part = 0; part < parts; ++part) {
      const std::size_t end = std::min(value.find(kPartSeparator), value.size());
      out[part] = value.substr(0, end);
      value.remove_prefix(std::min(end + 1, value.size()));
    }
  }

  void set_left(std::string_view value) {
    if (value == left) return;
    left = value;
    split(left, left_parts.data());
    prepared.assign(parts, false);
  }

  void find(std::string_view its_left, const std::string_view* right, std::size_t count, std::uint8_t* out) {
    set_left(its_left);
    right_parts.resize(count * parts);
    for (std::size_t i = 0; i < count; ++i) split(right[i], right_parts.data() + i * parts);
    for (auto& known : jaro_winklers) known.assign(count, kUnknown);
    measured_by = nullptr;
    const auto none = static_cast<std::uint8_t>(levels.size() - 1);
    std::fill(out, out + count, none);
    open.resize(count);
    std::iota(open.begin(), open.end(), 0);
    for (std::uint8_t level = 0; level < none && !open.empty(); ++level) {
      holding = open;
      for (const Condition& condition : levels[level]) keep_where_holds(condition);
      for (const std::uint32_t pair : holding) out[pair] = level;
      if (!holding.empty()) std::erase_if(open, [&](std::uint32_t pair) { return out[pair] != none; });
    }
  }

  /// Takes out of `holding` the pairs for which `holds(right)` does not.
  template <typename Holds>
  void keep(const Condition& condition, Holds holds) {
    std::erase_if(holding, [&](std::uint32_t pair) {
      const std::string_view b = right_parts[pair * parts + condition.right_part];
      return b.empty() || !holds(b);
    });
  }

  void keep_where_holds(const Condition& condition) {
    const std::string_view a = left_parts[condition.left_part];
    const double bound = condition.bound;
    if (a.empty()) return holding.clear();
    switch (condition.likeness) {
      case Likeness::exact: return keep(condition, [&](auto b) { return a == b; });
      case Likeness::levenshtein: return keep_within_edits<levenshtein>(condition);
      case Likeness::damerau: return keep_within_edits<osa>(condition);
      case Likeness::jaro:
        return keep(condition, [&](auto b) { return jaro(beginning(a), beginning(b)) >= bound - kSpare; });
      case Likeness::jaro_winkler: return keep_by_jaro_winkler(condition);
      case Likeness::token_set:
        return keep(condition, [&](auto b) { return word_overlap(a, b) >= bound - kSpare; });
      case Likeness::token_subset: return keep(condition, [&](auto b) { return is_word_subset(a, b); });
      case Likeness::prefix:
        return keep(condition, [&](auto b) { return same_prefix(a, b, static_cast<std::size_t>(bound)); });
      case Likeness::initial: return keep(condition, [&](auto b) { return is_initial_of(a, b); });
      case Likeness::nickname:
        if (!has_nickname_class(a)) return holding.clear();
        return keep(condition, [&](auto b) { return share_a_nickname_class(a, b); });
      case Likeness::days: return keep_measured(condition, days_of);
      case Likeness::number:
      case Likeness::ratio: return keep_measured(condition, number_of);
    }
  }

  template <auto kDistance>
  void keep_within_edits(const Condition& condition) {
    const std::string_view a = beginning(left_parts[condition.left_part]);
    const std::uint32_t most = edits(condition.bound);
    keep(condition, [&](auto b) { return kDistance(a, beginning(b), most) <= most; });
  }

  /// By what both values measure; none holds that measures nothing.
  void keep_measured(const Condition& condition, Measure measure) {
    const std::optional<double> a = measure(left_parts[condition.left_part]);
    if (!a) return holding.clear();
    const std::vector<double>& known = measured(condition.right_part, measure);
    const bool relative = condition.likeness == Likeness::ratio;
    std::erase_if(holding, [&](std::uint32_t pair) {
      return std::isnan(known[pair]) || !within(*a, known[pair], condition.bound, relative);
    });
  }

  /// Of the right values that are open, NaN where there is none: several levels ask for the same.
  const std::vector<double>& measured(std::size_t part, Measure measure) {
    if (measured_part != part || measured_by != measure) {
      measured_part = part;
      measured_by = measure;
      measures.resize(right_parts.size() / parts);
      for (const std::uint32_t pair : open)
        measures[pair] = measure(right_parts[pair * parts + part]).value_or(std::nan(""));
    }
    return measures;
  }

  void keep_by_jaro_winkler(const Condition& condition) {
    auto& known = jaro_winklers[condition.left_part * parts + condition.right_part];
    missing.clear();
    texts.clear();
    for (const std::uint32_t pair : holding) {
      if (known[pair] != kUnknown) continue;
      missing.push_back(pair);
      texts.push_back(beginning(right_parts[pair * parts + condition.right_part]));
    }
    if (!missing.empty()) {
      numbers.resize(texts.size());
      prepare(condition.left_part).similarities(texts, numbers.data());
      for (std::size_t i = 0; i < missing.size(); ++i) known[missing[i]] = numbers[i];
    }
    std::erase_if(holding, [&](std::uint32_t pair) {
      return known[pair] < condition.bound - kSpare ||
             right_parts[pair * parts + condition.right_part].empty();
    });
  }

  const JaroWinklerAgainst& prepare(std::size_t part) {
    const std::string_view text = beginning(left_parts[part]);
    if (!against[part]) {
      against[part].emplace(text);
    } else if (!prepared[part]) {
      against[part]->set(text);
    }
    prepared[part] = true;
    return *against[part];
  }
};

LevelFinder::LevelFinder(const Comparison& comparison) : body_(std::make_unique<Body>(comparison)) {}
LevelFinder::~LevelFinder() = default;
LevelFinder::LevelFinder(LevelFinder&&) noexcept = default;

std::uint8_t LevelFinder::level(std::string_view left, std::string_view right) {
  std::uint8_t level = 0;
  body_->find(left, &right, 1, &level);
  return level;
}

void LevelFinder::levels(std::string_view left, std::span<const std::string_view> right, std::uint8_t* out) {
  body_->find(left, right.data(), right.size(), out);
}

}  // namespace counterpart::linkage
