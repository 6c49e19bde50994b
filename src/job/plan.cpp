#include "job/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "job/output_columns.hpp"

namespace counterpart {
namespace {

using What = OutputSpec::What;
using linkage::Spec;

constexpr std::size_t kExplanation = 3;  // of link_field_names()

const ColumnType kAny{ColumnType::Kind::any, 0};
const ColumnType kText{ColumnType::Kind::text, 0};

class FieldList {
 public:
  explicit FieldList(const JobSide& side) : side_(side) {}

  std::size_t add(const std::string& name, bool required = false, bool temporal = false) {
    auto at = read_.find(name);
    if (!at) {
      at = read_.fields.size();
      const auto declared = side_.types.find(name);
      read_.fields.push_back(
          {name, declared == side_.types.end() ? Type::null : declared->second, false, false});
    }
    Field& field = read_.fields[*at];
    field.required = field.required || required;
    if (temporal && field.type != Type::date && field.type != Type::timestamp) {
      if (field.type != Type::null) {
        throw Error(ErrorKind::job_file,
                    fmt::format("{}: field '{}' is declared as {}, but active_within needs a date",
                                side_.name, name, type_name(field.type)));
      }
      field.temporal = true;
    }
    return *at;
  }

  ReadSpec take() { return std::move(read_); }

 private:
  const JobSide& side_;
  ReadSpec read_;
};

struct Fields {
  FieldList left;
  FieldList right;

  FieldRef resolve(const NamedField& named, bool temporal = false) {
    if (named.of_link) {
      const auto& names = link_field_names();
      const auto at = std::find(names.begin(), names.end(), named.field);
      return {Side::left, static_cast<std::size_t>(at - names.begin()), true};
    }
    return {named.side, (named.side == Side::left ? left : right).add(named.field, false, temporal)};
  }
};

ColumnType type_of_field(const Job& job, const NamedField& named) {
  if (named.of_link) {
    if (named.field == link_field_names()[kExplanation]) return kText;
    return {ColumnType::Kind::real, 0};
  }
  const auto& types = job.side(named.side).types;
  const auto declared = types.find(named.field);
  if (declared == types.end()) return kAny;
  switch (declared->second) {
    case Type::boolean: return {ColumnType::Kind::boolean, 0};
    case Type::int64: return {ColumnType::Kind::bigint, 0};
    case Type::float64: return {ColumnType::Kind::real, 0};
    case Type::date: return {ColumnType::Kind::date, 0};
    case Type::timestamp: return {ColumnType::Kind::timestamp, 0};
    default: return kText;
  }
}

ColumnType type_of_literal(const Literal& literal) {
  switch (literal.type) {
    case Type::boolean: return {ColumnType::Kind::boolean, 0};
    case Type::int64: return {ColumnType::Kind::bigint, 0};
    case Type::float64: return {ColumnType::Kind::real, 0};
    case Type::date: return {ColumnType::Kind::date, 0};
    default: return kText;
  }
}

DerivedColumn resolved(const Job& job, const ColumnSpec& spec, Fields& fields) {
  DerivedColumn column{{spec.name, kAny}, FromField{}};
  if (const auto* from = std::get_if<ColumnSpec::From>(&spec.rule)) {
    column.rule = FromField{fields.resolve(from->of)};
    column.column.type = type_of_field(job, from->of);
  } else if (const auto* active = std::get_if<ColumnSpec::Active>(&spec.rule)) {
    column.rule = ActiveWithin{fields.resolve(active->of, true), active->days};
    column.column.type = {ColumnType::Kind::boolean, 0};
  } else if (const auto* literal = std::get_if<Literal>(&spec.rule)) {
    column.rule = *literal;
    column.column.type = type_of_literal(*literal);
  } else {
    Coalesce rule;
    const auto& first_of = std::get<ColumnSpec::FirstOf>(spec.rule);
    for (const NamedField& named : first_of.of) rule.of.push_back(fields.resolve(named));
    column.column.type = type_of_field(job, first_of.of.front());
    column.rule = std::move(rule);
  }
  if (spec.type) column.column.type = *spec.type;
  return column;
}

/// Without [[column]]: both ids, and the key as the left side has it or how sure the link is.
std::vector<ColumnSpec> default_columns(const Job& job) {
  std::vector<ColumnSpec> columns;
  columns.push_back({job.left.name + "_id", std::nullopt, ColumnSpec::From{{Side::left, job.left.id}}});
  columns.push_back({job.right.name + "_id", std::nullopt, ColumnSpec::From{{Side::right, job.right.id}}});
  for (const MatchPart& part : job.match)
    columns.push_back({part.left, std::nullopt, ColumnSpec::From{{Side::left, part.left}}});
  if (job.linkage) {
    for (std::size_t i = 0; i < kExplanation; ++i) {
      const std::string& name = link_field_names()[i];
      columns.push_back({"match_" + name, std::nullopt, ColumnSpec::From{{Side::left, name, true}}});
    }
  }
  return columns;
}

void add_output_fields(const Job& job, Fields& fields) {
  for (const OutputSpec& output : job.outputs) {
    for (const std::string& name : output.columns) {
      if (output.what == What::unmatched_left) fields.left.add(name);
      if (output.what == What::unmatched_right) fields.right.add(name);
    }
  }
  for (const std::string& name : job.left.columns) fields.left.add(name);
  for (const std::string& name : job.right.columns) fields.right.add(name);
}

Spec with_fields(const LinkageJob& job, bool one_side, Fields& fields) {
  Spec spec = job.settings;
  for (const LinkageJob::Block& block : job.blocks) {
    linkage::BlockRule rule{block.name, {}, block.strict};
    for (const LinkageJob::Part& part : block.parts) {
      rule.parts.push_back(part.part);
      // A side that is its own counterpart reads the same fields twice, under the same numbers.
      if (one_side) {
        fields.left.add(part.left);
        fields.left.add(part.right);
        fields.right.add(part.left);
      }
      rule.parts.back().left = fields.left.add(part.left);
      rule.parts.back().right = fields.right.add(part.right);
    }
    spec.blocks.push_back(std::move(rule));
  }
  for (const LinkageJob::Compare& compare : job.comparisons) {
    linkage::Comparison comparison = compare.comparison;
    for (std::size_t i = 0; i < compare.fields.size(); ++i) {
      comparison.fields[i].left = fields.left.add(compare.fields[i].left);
      comparison.fields[i].right = fields.right.add(compare.fields[i].right);
    }
    spec.comparisons.push_back(std::move(comparison));
  }
  return spec;
}

LinkagePlan linkage_plan(const LinkageJob& job, bool one_side, Fields& fields) {
  LinkagePlan plan;
  plan.spec = with_fields(job, one_side, fields);
  for (const LinkageJob::Compare& compare : job.comparisons) plan.fixed.levels.push_back(compare.fixed);
  return plan;
}

bool takes_explanation(const DerivedColumn& column) {
  const auto is = [](const FieldRef& ref) { return ref.of_link && ref.field == kExplanation; };
  if (const auto* from = std::get_if<FromField>(&column.rule)) return is(from->of);
  const auto* first = std::get_if<Coalesce>(&column.rule);
  return first != nullptr && std::any_of(first->of.begin(), first->of.end(), is);
}

void show_compared(Plan& plan) {
  for (const linkage::Comparison& comparison : plan.linkage->spec.comparisons) {
    for (const linkage::ComparedField& field : comparison.fields) {
      plan.left.shown.push_back(field.left);
      plan.right.shown.push_back(field.right);
    }
  }
}

SidePlan side_plan(const JobSide& side, ReadSpec read, std::vector<KeyPart> key) {
  SidePlan plan;
  plan.name = side.name;
  plan.read = std::move(read);
  plan.read.bad_value_is_null = side.bad_value_is_null;
  plan.key = std::move(key);
  for (const KeyPart& part : plan.key) plan.shown.push_back(part.field);
  plan.ordered_parts = side.ordered_by.size();
  plan.drains = std::holds_alternative<DatabaseSpec>(side.source);
  plan.keep_conflicts = side.keep_conflicts;
  plan.max_rejects = side.max_rejects;
  if (const auto* rest = std::get_if<RestSpec>(&side.source)) {
    plan.source_kind = ErrorKind::api;
    plan.fail_on_shortfall = rest->fail_on_shortfall;
  }
  return plan;
}

/// Columns of the matches are in messages and in the DDL, which is for a terminal too.
void check_names_can_be_shown(const Job& job, const Plan& plan) {
  for (const DerivedColumn& derived : plan.columns) {
    const std::string& name = derived.column.name;
    if (printable(name, name.size()) == name) continue;
    throw Error(ErrorKind::job_file,
                fmt::format("{}: the column '{}' has characters in its name that cannot be shown",
                            job.path.string(), printable(name)))
        .hint("give it another name in a [[column]]; the field that it is from keeps its own");
  }
}

}  // namespace

Plan make_plan(const Job& job, std::int32_t as_of) {
  if (job.one_sided)
    throw Error(ErrorKind::job_file, job.path.string() + ": the job has no [right] side")
        .hint("counterpart dedupe finds doubles within the left side; to link it with another, add [right]");
  Fields fields{FieldList(job.left), FieldList(job.right)};
  fields.left.add(job.left.id, true);
  fields.right.add(job.right.id, true);
  std::vector<KeyPart> left_key;
  std::vector<KeyPart> right_key;
  for (const MatchPart& part : job.match) {
    left_key.push_back({fields.left.add(part.left, true), part.steps});
    right_key.push_back({fields.right.add(part.right, true), part.steps});
  }
  Plan plan;
  plan.as_of = as_of;
  if (job.linkage) plan.linkage = linkage_plan(*job.linkage, job.left.name == job.right.name, fields);
  for (const ColumnSpec& column : job.columns.empty() ? default_columns(job) : job.columns) {
    plan.columns.push_back(resolved(job, column, fields));
    if (plan.linkage)
      plan.linkage->explains = plan.linkage->explains || takes_explanation(plan.columns.back());
  }
  check_names_can_be_shown(job, plan);
  add_output_fields(job, fields);
  plan.left = side_plan(job.left, fields.left.take(), std::move(left_key));
  plan.right = side_plan(job.right, fields.right.take(), std::move(right_key));
  if (plan.linkage) {
    show_compared(plan);
    plan.left.needs_all_fields = plan.right.needs_all_fields = true;
  }
  for (const OutputSpec& output : job.outputs) output_columns(job, plan, output);
  return plan;
}

}  // namespace counterpart
