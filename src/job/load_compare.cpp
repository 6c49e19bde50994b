/// What [[match.compare]] says.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "job/load_parts.hpp"

namespace counterpart {
namespace {

using linkage::Condition;
using linkage::Level;
using linkage::LevelOdds;
using linkage::Likeness;

constexpr std::size_t kMostLevels = 15;

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

Condition load_condition(TomlTable& table, std::size_t fields) {
  const Word* found = nullptr;
  std::vector<std::string> names;
  for (const Word& word : kLikenesses) {
    names.emplace_back(word.name);
    if (!table.find(word.name)) continue;
    if (found != nullptr) throw table.error(word.name, "a condition is one of them; join several with 'all'");
    found = &word;
  }
  if (found == nullptr)
    throw table.missing("exact", fmt::format("a level needs a condition: {}", fmt::join(names, ", ")));
  Condition condition;
  condition.likeness = found->likeness;
  if (found->most == 0) {
    if (!table.boolean(found->name, true))
      throw table.error(found->name, fmt::format("'{}' is true, or is left out", found->name));
  } else {
    condition.bound = table.number(found->name, 0, 0, found->most);
  }
  const auto most = static_cast<std::int64_t>(std::max<std::size_t>(fields, 2)) - 1;
  const std::int64_t part = table.integer("part", 0, 0, most);
  condition.left_part = static_cast<std::uint8_t>(table.integer("left_part", part, 0, most));
  condition.right_part = static_cast<std::uint8_t>(table.integer("right_part", part, 0, most));
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

void load_level(TomlTable& table, LinkageJob::Compare& compare) {
  Level level;
  if (table.boolean("else", false)) {
    // The last one, for its m and u.
  } else if (table.find("all")) {
    for (TomlTable& one : table.tables("all")) {
      level.all_of.push_back(load_condition(one, compare.fields.size()));
      one.finish();
    }
  } else {
    level.all_of.push_back(load_condition(table, compare.fields.size()));
  }
  std::vector<std::string> parts;
  for (const LinkageJob::Field& field : compare.fields)
    parts.push_back(compare.fields.size() > 1 ? field.left : "");
  level.label = table.string("label", linkage::level_label(level.all_of, parts));
  load_odds(table, compare.fixed.emplace_back());
  compare.comparison.levels.push_back(std::move(level));
  table.finish();
}

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

linkage::ValueKind load_value_kind(TomlTable& table, linkage::ValueKind otherwise) {
  if (!table.find("value")) return otherwise;
  const std::vector<std::string>& names = linkage::value_kind_names();
  const auto found = std::find(names.begin(), names.end(), table.choice("value", names));
  return static_cast<linkage::ValueKind>(found - names.begin());
}

bool is_list(TomlTable& table, const char* key) {
  const toml::node* node = table.find(key);
  return node != nullptr && node->is_array();
}

/// The fields of both sides: `field`, `fields`, or `left` and `right`, which are names or lists of two.
std::vector<LinkageJob::Field> load_compared_fields(TomlTable& table, bool two) {
  if (!two) return {load_linkage_field(table)};
  const auto names = [&table](const char* key) {
    if (!table.find(key)) return table.strings("fields");
    return table.strings(key);
  };
  const std::vector<std::string> left = names("left");
  const std::vector<std::string> right = names("right");
  if (left.size() != 2 || right.size() != 2)
    throw table.missing("fields",
                        "it takes two fields: fields = [\"forename\", \"surname\"], or left and right");
  return {{left[0], right[0]}, {left[1], right[1]}};
}

double load_term_frequency(TomlTable& table, double otherwise) {
  const toml::node* node = table.find("term_frequency");
  if (node == nullptr) return otherwise;
  if (const auto flag = node->value_exact<bool>()) return *flag ? 1 : 0;
  return table.number("term_frequency", otherwise, 0, 10);
}

}  // namespace

LinkageJob::Compare load_compare(TomlTable& table) {
  LinkageJob::Compare compare;
  const bool own_levels = table.find("levels");
  std::string kind = table.string("kind", own_levels ? "custom" : "exact");
  compare.comparison = linkage::comparison_preset(kind);
  if (kind == "custom") {
    if (!own_levels) throw table.error("kind", "kind \"custom\" needs 'levels'");
    compare.comparison.normalization = "strict";
  } else if (compare.comparison.levels.empty()) {
    std::vector<std::string> names = linkage::comparison_presets();
    names.emplace_back("custom");
    throw table.error("kind", fmt::format("'{}' is no comparison: it is one of {}{}", kind,
                                          fmt::join(names, ", "), did_you_mean(kind, names)));
  }
  const bool lists = table.find("fields") != nullptr || is_list(table, "left") || is_list(table, "right");
  const bool two = kind == "forename-surname" || (kind == "custom" && lists);
  compare.fields = load_compared_fields(table, two);
  compare.comparison.kind = load_value_kind(table, compare.comparison.kind);
  compare.comparison.slashes = load_slashes(table, compare.comparison.kind == linkage::ValueKind::date);
  const auto steps =
      table.find("normalize") ? load_steps(table) : *normalization_steps(compare.comparison.normalization);
  for (std::size_t i = 0; i < compare.fields.size(); ++i) compare.comparison.fields.push_back({0, 0, steps});
  compare.fixed.resize(compare.comparison.levels.size());
  if (own_levels) load_levels(table, compare);
  compare.comparison.term_frequency = load_term_frequency(table, compare.comparison.term_frequency);
  if (table.find("nulls") && table.choice("nulls", {"neutral", "disagree"}) == "disagree")
    compare.comparison.nulls = linkage::NullPolicy::disagree;
  compare.comparison.name = table.string("name", two ? "name" : compare.fields.front().left);
  table.check_name("name", compare.comparison.name);
  table.finish();
  return compare;
}

}  // namespace counterpart
