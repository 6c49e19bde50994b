/// What [[match.compare]] says, but for its levels.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "job/load_parts.hpp"

namespace counterpart {
namespace {

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
