#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/calendar.hpp"
#include "base/nearest.hpp"
#include "job/load_parts.hpp"

namespace counterpart {
namespace {

std::vector<NormalizeStep> steps_named(const TomlTable& table, const std::string& name) {
  const auto steps = normalization_steps(name);
  if (steps) return *steps;
  throw table.error("normalize", fmt::format("'{}' is no normalization: presets and steps are {}{}", name,
                                             fmt::join(normalization_names(), ", "),
                                             did_you_mean(name, normalization_names())));
}

/// What probabilistic matching knows of a pair: "match.probability".
NamedField named_link_field(const TomlTable& table, std::string_view key, const std::string& field) {
  const auto& names = link_field_names();
  if (std::find(names.begin(), names.end(), field) != names.end()) return {Side::left, field, true};
  throw table.error(key, fmt::format("'match.{}' is nothing that is known of a pair: match.{}{}", field,
                                     fmt::join(names, ", match."), did_you_mean(field, names)));
}

/// "left.lastname", or the side's own name in front: "internal.lastname".
NamedField named_field(const TomlTable& table, std::string_view key, const std::string& text,
                       const JobSide& left, const JobSide& right) {
  const std::size_t dot = text.find('.');
  const std::string side = text.substr(0, dot);
  if (dot == std::string::npos || dot + 1 == text.size()) {
    throw table.error(key, fmt::format("'{}' is no field: write left.{} or right.{}", text, text, text));
  }
  const std::string field = text.substr(dot + 1);
  if (side == "match") return named_link_field(table, key, field);
  if (side == "left" || side == left.name) return {Side::left, field};
  if (side == "right" || side == right.name) return {Side::right, field};
  throw table.error(
      key, fmt::format("'{}' is no side: it is left ({}) or right ({})", side, left.name, right.name));
}

Literal load_literal(TomlTable& table) {
  const toml::node* node = table.find("literal");
  Literal literal;
  if (const auto text = node->value_exact<std::string>()) {
    literal.type = Type::string;
    literal.text = *text;
  } else if (const auto number = node->value_exact<std::int64_t>()) {
    literal.type = Type::int64;
    literal.number = *number;
  } else if (const auto real = node->value_exact<double>()) {
    literal.type = Type::float64;
    literal.real = *real;
  } else if (const auto flag = node->value_exact<bool>()) {
    literal.type = Type::boolean;
    literal.number = *flag ? 1 : 0;
  } else if (const auto date = node->value_exact<toml::date>()) {
    literal.type = Type::date;
    const auto days = parse_date(fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day));
    if (!days) throw table.error("literal", "'literal' is no valid date");
    literal.number = *days;
  } else {
    throw table.error("literal", "'literal' is a string, a number, a truth value or a date");
  }
  return literal;
}

void load_rule(TomlTable& table, ColumnSpec& column, const JobSide& left, const JobSide& right) {
  const auto field = [&](std::string_view key, const std::string& text) {
    return named_field(table, key, text, left, right);
  };
  if (table.has("active_within")) {
    const auto days = parse_days(table.required_string("active_within"));
    if (!days)
      throw table.error("active_within", "'active_within' is a number of days or weeks: \"30 days\"");
    column.rule = ColumnSpec::Active{field("of", table.required_string("of")), *days};
  } else if (table.has("literal")) {
    column.rule = load_literal(table);
  } else if (table.has("coalesce")) {
    ColumnSpec::FirstOf rule;
    for (const std::string& name : table.strings("coalesce")) rule.of.push_back(field("coalesce", name));
    if (rule.of.empty()) throw table.error("coalesce", "'coalesce' is empty");
    column.rule = rule;
  } else {
    column.rule = ColumnSpec::From{field("from", table.required_string("from"))};
  }
}

}  // namespace

std::vector<NormalizeStep> load_steps(TomlTable& table) {
  const toml::node* node = table.find("normalize");
  if (node == nullptr) return {};
  if (node->is_string()) return steps_named(table, table.string("normalize"));
  std::vector<NormalizeStep> steps;
  for (const std::string& name : table.strings("normalize")) {
    const auto more = steps_named(table, name);
    steps.insert(steps.end(), more.begin(), more.end());
  }
  return steps;
}

Pairing load_pairing(TomlTable& match) {
  const std::string pairing = match.choice("pairing", {"one-to-one", "unique", "all"});
  return pairing == "one-to-one" ? Pairing::one_to_one : pairing == "unique" ? Pairing::unique : Pairing::all;
}

std::vector<MatchPart> load_match_parts(TomlTable& match) {
  std::vector<MatchPart> parts;
  for (TomlTable& table : match.tables("on")) {
    parts.push_back({table.required_string("left"), table.required_string("right"), load_steps(table)});
    table.finish();
  }
  if (parts.empty())
    throw match.missing("on", "[[match.on]] is missing: it names the fields that have to be equal");
  return parts;
}

ColumnSpec load_column(TomlTable table, const JobSide& left, const JobSide& right) {
  ColumnSpec column;
  column.name = table.required_string("name");
  int rules = 0;
  for (const char* rule : {"from", "active_within", "literal", "coalesce"}) {
    rules += table.has(rule) ? 1 : 0;
    table.find(rule);
  }
  table.find("of");
  if (rules != 1)
    throw table.error(
        "name",
        fmt::format("column '{}' takes one of from, active_within, literal and coalesce", column.name));
  if (const std::string type = table.string("type"); !type.empty()) {
    column.type = parse_column_type(type);
    if (!column.type) {
      throw table.error(
          "type", fmt::format("'{}' is no column type: it is one of {}{}", type,
                              fmt::join(column_type_names(), ", "), did_you_mean(type, column_type_names())));
    }
  }
  load_rule(table, column, left, right);
  table.finish();
  return column;
}

}  // namespace counterpart
