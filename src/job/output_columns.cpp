#include "job/output_columns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"

namespace counterpart {
namespace {

using What = OutputSpec::What;

const ColumnType kAny{ColumnType::Kind::any, 0};
const ColumnType kText{ColumnType::Kind::text, 0};

std::vector<Column> all_columns(const Job& job, const Plan& plan, const OutputSpec& output) {
  std::vector<Column> columns;
  switch (output.what) {
    case What::matches:
    case What::possible:
      for (const DerivedColumn& column : plan.columns) columns.push_back(column.column);
      return columns;
    case What::unmatched_left:
    case What::unmatched_right:
      for (const Field& field :
           plan.side(output.what == What::unmatched_left ? Side::left : Side::right).read.fields) {
        columns.push_back({field.name, kAny});
      }
      return columns;
    case What::review: return review_columns(job);
    case What::ambiguous: return ambiguous_columns(job);
    case What::rejects: return reject_columns();
  }
  return columns;
}

std::size_t index_of(const Job& job, const std::vector<Column>& columns, const std::string& name) {
  const auto at =
      std::find_if(columns.begin(), columns.end(), [&](const Column& column) { return column.name == name; });
  if (at != columns.end()) return static_cast<std::size_t>(at - columns.begin());
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(column.name);
  throw Error(ErrorKind::job_file,
              fmt::format("{}: an [[output]] names the column '{}', which it does not have{}",
                          job.path.string(), name, did_you_mean(name, names)));
}

void check_names_differ(const Job& job, const std::vector<Column>& columns) {
  for (auto column = columns.begin(); column != columns.end(); ++column) {
    const auto same = [&](const Column& other) { return other.name == column->name; };
    if (std::find_if(columns.begin(), column, same) == column) continue;
    throw Error(ErrorKind::job_file,
                fmt::format("{}: an [[output]] has two columns named '{}'", job.path.string(), column->name))
        .hint("rename = { … } gives columns of an output other names");
  }
}

}  // namespace

OutputColumns output_columns(const Job& job, const Plan& plan, const OutputSpec& output) {
  const std::vector<Column> all = all_columns(job, plan, output);
  OutputColumns chosen;
  if (output.columns.empty()) {
    chosen.columns = all;
    for (std::size_t i = 0; i < all.size(); ++i) chosen.indexes.push_back(i);
  }
  for (const std::string& name : output.columns) {
    chosen.indexes.push_back(index_of(job, all, name));
    chosen.columns.push_back(all[chosen.indexes.back()]);
  }
  std::vector<Column> renamed = chosen.columns;
  for (const auto& [from, to] : output.rename) renamed[index_of(job, chosen.columns, from)].name = to;
  chosen.columns = std::move(renamed);
  check_names_differ(job, chosen.columns);
  return chosen;
}

std::vector<Column> ambiguous_columns(const Job& job) {
  std::vector<std::string> names;
  for (const MatchPart& part : job.match) names.push_back(part.left);
  if (job.linkage) {
    for (const LinkageJob::Compare& compare : job.linkage->comparisons) {
      for (const LinkageJob::Field& field : compare.fields) names.push_back(field.left);
    }
  }
  std::vector<Column> columns{{"side", kText}, {"id", kAny}};
  for (const std::string& name : names) {
    std::string column = name == "side" || name == "id" ? "key_" + name : name;
    const auto taken = [&](const Column& other) { return other.name == column; };
    while (std::any_of(columns.begin(), columns.end(), taken)) column += "_again";
    columns.push_back({column, kAny});
  }
  return columns;
}

std::vector<Column> review_columns(const Job& job) {
  std::vector<Column> columns{{"decision", kText},
                              {"left_id", kAny},
                              {"right_id", kAny},
                              {"probability", {ColumnType::Kind::real, 0}},
                              {"weight", {ColumnType::Kind::real, 0}}};
  std::size_t number = 0;
  for (const LinkageJob::Compare& compare : job.linkage->comparisons) {
    for (const LinkageJob::Field& field : compare.fields) {
      const auto taken = [&](const Column& other) { return other.name == "left." + field.left; };
      const bool again = std::any_of(columns.begin(), columns.end(), taken);
      ++number;
      const std::string mark = again ? fmt::format("#{}", number) : "";
      columns.push_back({"left." + field.left + mark, kAny});
      columns.push_back({"right." + field.right + mark, kAny});
    }
  }
  columns.push_back({"left_digest", kText});
  columns.push_back({"right_digest", kText});
  return columns;
}

std::vector<Column> reject_columns() {
  return {{"side", kText}, {"origin", kText}, {"reason", kText}};
}

}  // namespace counterpart
