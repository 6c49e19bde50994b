#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.hpp"
#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/size.hpp"
#include "base/utf8.hpp"
#include "job/job.hpp"
#include "job/load_parts.hpp"

namespace counterpart {
namespace {

constexpr std::uint64_t kLeastMemory = 16ULL << 20;

std::optional<std::int32_t> load_as_of(TomlTable& table) {
  const toml::node* node = table.find("as_of");
  if (node == nullptr) return std::nullopt;
  std::string text = node->value_or(std::string());
  if (const auto date = node->value_exact<toml::date>())
    text = fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day);
  const auto days = parse_date(text);
  if (!days) throw table.error("as_of", "'as_of' is a date: 2017-02-02");
  return days;
}

std::uint64_t load_memory(TomlTable& table) {
  const std::string text = table.string("memory", "256MiB");
  const auto bytes = parse_size(text);
  if (!bytes || *bytes < kLeastMemory)
    throw table.error("memory", "'memory' is a size of at least 16MiB, such as \"256MiB\"");
  return *bytes;
}

void check_order_declared(TomlTable& table, const JobSide& side, const std::vector<MatchPart>& match,
                          bool is_left) {
  for (std::size_t i = 0; i < side.ordered_by.size(); ++i) {
    if (i < match.size() && side.ordered_by[i] == (is_left ? match[i].left : match[i].right)) continue;
    throw TomlTable(table).error(
        is_left ? "left" : "right",
        fmt::format(
            "ordered_by of {}: '{}' is not part {} of the match key; a declared order is a prefix of the key",
            side.name, side.ordered_by[i], i + 1));
  }
}

/// The first parts of the key that are compared as they are: an index can have their order.
void hope_for_order(JobSide& side, const std::vector<MatchPart>& match, bool is_left) {
  auto* database = std::get_if<DatabaseSpec>(&side.source);
  if (database == nullptr || database->table.empty() || !side.ordered_by.empty() || database->split > 1)
    return;
  for (const MatchPart& part : match) {
    if (!part.steps.empty()) return;
    database->hoped_order.push_back(is_left ? part.left : part.right);
  }
}

void check_columns(TomlTable& table, const Job& job) {
  for (auto column = job.columns.begin(); column != job.columns.end(); ++column) {
    const auto same = std::find_if(job.columns.begin(), column,
                                   [&](const ColumnSpec& other) { return other.name == column->name; });
    if (same != column) throw table.error("column", fmt::format("column '{}' is there twice", column->name));
  }
}

bool takes_link(const ColumnSpec& column) {
  const auto of_link = [](const NamedField& named) { return named.of_link; };
  if (const auto* from = std::get_if<ColumnSpec::From>(&column.rule)) return of_link(from->of);
  const auto* first = std::get_if<ColumnSpec::FirstOf>(&column.rule);
  return first != nullptr && std::any_of(first->of.begin(), first->of.end(), of_link);
}

/// What only probabilistic matching knows.
void check_link_parts(TomlTable& table, const Job& job) {
  for (const ColumnSpec& column : job.columns) {
    if (!job.linkage && takes_link(column))
      throw table.error(
          "column",
          fmt::format("column '{}': what begins with 'match.' is for method = \"probabilistic\" alone",
                      column.name));
  }
  for (const OutputSpec& output : job.outputs) {
    const bool possible = output.what == OutputSpec::What::possible;
    if (!job.linkage && (possible || output.what == OutputSpec::What::review))
      throw table.error("output", fmt::format("{} is for method = \"probabilistic\" alone",
                                              possible ? "what = \"possible\"" : "kind = \"review\""));
  }
}

Job read_job(const toml::table& root, const TomlContext& context) {
  TomlTable table(root, "", context);
  Job job;
  job.path = context.path;
  job.as_of = load_as_of(table);
  job.memory_bytes = load_memory(table);
  job.left = load_side(table.required_table("left"), "left");
  TomlTable match = table.required_table("match");
  const bool probabilistic = match.choice("method", {"exact", "probabilistic"}) == "probabilistic";
  job.one_sided = probabilistic && !table.has("right");
  if (!job.one_sided) job.right = load_side(table.required_table("right"), "right");
  if (job.left.name == job.right.name)
    throw table.error("right", "both sides have the name '" + job.left.name + "'");
  if (probabilistic) {
    job.linkage = load_linkage(match);
  } else {
    job.pairing = load_pairing(match);
    job.match = load_match_parts(match);
  }
  match.finish();
  check_order_declared(table, job.left, job.match, true);
  check_order_declared(table, job.right, job.match, false);
  hope_for_order(job.left, job.match, true);
  hope_for_order(job.right, job.match, false);
  for (TomlTable& column : table.tables("column"))
    job.columns.push_back(load_column(column, job.left, job.right));
  check_columns(table, job);
  for (TomlTable& output : table.tables("output"))
    job.outputs.push_back(load_output(output, job.left, job.right));
  check_link_parts(table, job);
  table.finish();
  return job;
}

}  // namespace

Job load_job(const std::filesystem::path& path, bool resolve_secrets) {
  const TomlContext context{path, resolve_secrets};
  const std::string text = read_file(path, ErrorKind::job_file);
  try {
    Job job = read_job(toml::parse(text, path.string()), context);
    RunningDigest digest;
    digest.add(text);
    job.digest = digest.hex();
    return job;
  } catch (const toml::parse_error& problem) {
    const auto& at = problem.source().begin;
    throw Error(ErrorKind::job_file, fmt::format("{}:{}:{}: {}", path.string(), at.line, at.column,
                                                 printable(problem.description())))
        .hint("the job file is TOML");
  }
}

std::string ddl_table(const Job& job) {
  for (const auto kind : {OutputSpec::Kind::table, OutputSpec::Kind::report}) {
    for (const OutputSpec& output : job.outputs) {
      if (output.kind == kind && !output.table.empty()) return output.table;
    }
  }
  return "user_active_status";
}

}  // namespace counterpart
