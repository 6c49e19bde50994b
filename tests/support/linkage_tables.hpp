#pragma once
/// Small tables of persons, and the comparisons and rules of tests about them.

#include <optional>
#include <string>
#include <vector>

#include "match/linkage/levels.hpp"
#include "match/linkage/person_table.hpp"

namespace counterpart::linkage {

using Fields = std::vector<std::optional<std::string>>;

/// A comparison of one field by equality alone.
inline Comparison equality(const std::string& name, std::size_t field) {
  Comparison comparison;
  comparison.name = name;
  comparison.preset = "custom";
  comparison.fields = {{field, field, {}}};
  comparison.levels = {{"exact", {{Likeness::exact, 0, 0, 0}}}, {"all else", {}}};
  return comparison;
}

/// A rule of whole fields as they are.
inline BlockRule same(const std::string& name, const std::vector<std::size_t>& fields, bool strict = false) {
  BlockRule rule{name, {}, strict};
  for (const std::size_t field : fields) {
    BlockPart part;
    part.left = part.right = field;
    rule.parts.push_back(part);
  }
  return rule;
}

inline void add_all(PersonTable& table, Side side, const std::vector<Fields>& people) {
  for (const Fields& fields : people) {
    std::vector<Value> values;
    for (const auto& field : fields) values.push_back(field ? Value::string(*field) : Value::null());
    table.add(side, values);
  }
}

}  // namespace counterpart::linkage
