/// The levels that a job gives a comparison of its own.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "job/load_parts.hpp"
#include "match/linkage/strictness.hpp"

namespace counterpart {
namespace {

using linkage::Condition;
using linkage::Level;
using linkage::LevelOdds;
using linkage::Likeness;

constexpr std::size_t kMostLevels = 15;
constexpr double kSpare = 1e-6;  // of a sum of rounded shares

struct Word {
  const char* name;
  Likeness likeness;
  double most;  ///< of its bound; 0: it takes true
};
constexpr double kAny = 1e12;
constexpr Word kLikenesses[] = {
    {"exact", Likeness::exact, 0},
    {"levenshtein", Likeness::levenshtein, kAny},
    {"damerau", Likeness::damerau, kAny},
    {"jaro", Likeness::jaro, 1},
    {"jaro_winkler", Likeness::jaro_winkler, 1},
    {"token_set", Likeness::token_set, 1},
    {"token_subset", Likeness::token_subset, 0},
    {"prefix", Likeness::prefix, kAny},
    {"initial", Likeness::initial, 0},
    {"nickname", Likeness::nickname, 0},
    {"days", Likeness::days, kAny},
    {"number", Likeness::number, kAny},
    {"ratio", Likeness::ratio, 1},
};

/// Parts of a value: those of e-mail addresses and postcodes have one of their own.
std::size_t parts_of(const LinkageJob::Compare& compare) {
  const linkage::ValueKind kind = compare.comparison.kind;
  const bool parted = kind == linkage::ValueKind::email || kind == linkage::ValueKind::postcode;
  return compare.fields.size() + (parted ? 1 : 0);
}

std::uint8_t load_part(TomlTable& table, const char* key, std::int64_t otherwise, std::size_t parts) {
  const std::int64_t part = table.integer(key, otherwise, 0, std::numeric_limits<std::uint8_t>::max());
  if (static_cast<std::size_t>(part) >= parts)
    throw table.error(
        key, parts == 1 ? fmt::format("'{}' is beyond the one field that is compared, which is part 0", key)
                        : fmt::format("'{}' is beyond the {} parts that are compared: they count from 0", key,
                                      parts));
  return static_cast<std::uint8_t>(part);
}

Condition load_condition(TomlTable& table, std::size_t parts) {
  const Word* found = nullptr;
  std::vector<std::string> names;
  for (const Word& word : kLikenesses) {
    names.emplace_back(word.name);
    if (!table.find(word.name)) continue;
    if (found != nullptr) throw table.error(word.name, "a condition is one of them; join several with 'all'");
    found = &word;
  }
  if (found == nullptr)
    throw table.missing(names, fmt::format("a level needs a condition: {}", fmt::join(names, ", ")));
  Condition condition;
  condition.likeness = found->likeness;
  if (found->most == 0) {
    if (!table.boolean(found->name, true))
      throw table.error(found->name, fmt::format("'{}' is true, or is left out", found->name));
  } else {
    condition.bound = table.number(found->name, 0, 0, found->most);
  }
  const std::uint8_t part = load_part(table, "part", 0, parts);
  condition.left_part = load_part(table, "left_part", part, parts);
  condition.right_part = load_part(table, "right_part", part, parts);
  return condition;
}

void load_odds(TomlTable& table, LevelOdds& odds) {
  if (table.find("m")) {
    odds.m = table.number("m", 0, 0, 1);
    odds.m_origin = linkage::Origin::fixed;
  }
  if (table.find("u")) {
    odds.u = table.number("u", 0, 0, 1);
    odds.u_origin = linkage::Origin::fixed;
  }
}

/// What can be neither: more than all pairs, or a level that no pair ends at.
void check_level(const TomlTable& table, const LinkageJob::Compare& compare) {
  const auto check_sum = [&](const char* key, double LevelOdds::*share) {
    double sum = 0;
    for (const LevelOdds& odds : compare.fixed) sum += odds.*share;
    if (sum > 1 + kSpare)
      throw table.error(
          key, fmt::format("the '{}' of the levels sum to {:.6g}, and all levels have 1 together", key, sum));
  };
  check_sum("m", &LevelOdds::m);
  check_sum("u", &LevelOdds::u);
  const std::vector<Level>& levels = compare.comparison.levels;
  if (levels.back().all_of.empty()) return;
  for (std::size_t above = 0; above + 1 < levels.size(); ++above)
    if (linkage::takes_all_of(levels[above], levels.back()))
      throw table
          .error("", fmt::format("the level '{}' is never reached: '{}' above it takes all of it",
                                 levels.back().label, levels[above].label))
          .hint("levels stand best first, the strictest at the top");
}

void load_level(TomlTable& table, LinkageJob::Compare& compare) {
  Level level;
  for (const char* key : {"all", "label", "m", "u"}) table.find(key);
  if (table.boolean("else", false)) {
    // The last one, for its m and u.
  } else if (table.find("all")) {
    for (TomlTable& one : table.tables("all")) {
      level.all_of.push_back(load_condition(one, parts_of(compare)));
      one.finish();
    }
  } else {
    level.all_of.push_back(load_condition(table, parts_of(compare)));
  }
  std::vector<std::string> parts;
  for (const LinkageJob::Field& field : compare.fields)
    parts.push_back(compare.fields.size() > 1 ? field.left : "");
  level.label = table.string("label", linkage::level_label(level.all_of, parts));
  load_odds(table, compare.fixed.emplace_back());
  compare.comparison.levels.push_back(std::move(level));
  table.finish();
  check_level(table, compare);
}

}  // namespace

void load_levels(TomlTable& table, LinkageJob::Compare& compare) {
  std::vector<Level>& levels = compare.comparison.levels;
  levels.clear();
  compare.fixed.clear();
  for (TomlTable& level : table.tables("levels")) {
    load_level(level, compare);
    const bool always = levels.back().all_of.empty();
    if (always && levels.size() < table.tables("levels").size())
      throw table.error("levels", "only the last level is for all else");
  }
  if (levels.empty()) throw table.error("levels", "'levels' is empty");
  if (!levels.back().all_of.empty()) {
    levels.push_back({linkage::level_label({}), {}});
    compare.fixed.emplace_back();
  }
  if (levels.size() > kMostLevels)
    throw table.error("levels",
                      fmt::format("a comparison has at most {} levels, the last among them", kMostLevels));
}

}  // namespace counterpart
