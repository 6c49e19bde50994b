#include <fmt/format.h>

#include "job/load_parts.hpp"

namespace counterpart {
namespace {

using Kind = OutputSpec::Kind;
using What = OutputSpec::What;

Dialect dialect_named(const std::string& name) {
  return name == "mysql" ? Dialect::mysql : name == "postgres" ? Dialect::postgres : Dialect::sqlite;
}

What load_what(TomlTable& table, const JobSide& left, const JobSide& right) {
  const std::string left_too = "unmatched-" + left.name;
  const std::string right_too = "unmatched-" + right.name;
  const std::string what = table.choice(
      "what", {"matches", "unmatched-left", "unmatched-right", "ambiguous", "rejects", left_too, right_too});
  if (what == "unmatched-left" || what == left_too) return What::unmatched_left;
  if (what == "unmatched-right" || what == right_too) return What::unmatched_right;
  if (what == "ambiguous") return What::ambiguous;
  return what == "rejects" ? What::rejects : What::matches;
}

void load_table_output(TomlTable& table, OutputSpec& output) {
  output.url = table.required_string("url");
  if (!output.url.starts_with("sqlite:") && !output.url.starts_with("mysql://")) {
    throw table.error("url", "a table's 'url' begins with 'sqlite:' or 'mysql://'");
  }
  output.password = table.secret("password");
  output.table = table.required_string("table");
  if (output.table.find('.') != std::string::npos) {
    throw table.error("table", "'table' is one name; the database stands in the url");
  }
  const std::string mode = table.choice("mode", {"replace", "append", "upsert"});
  if (mode == "upsert") throw table.error("mode", "mode 'upsert' is not supported by this version");
  output.mode = mode == "replace" ? TableSpec::Mode::replace : TableSpec::Mode::append;
  for (const char* key : {"key", "min_rows", "max_shrink", "keep_previous"})
    table.refuse(key, "is not supported by this version");
}

}  // namespace

OutputSpec load_output(TomlTable table, const JobSide& left, const JobSide& right) {
  OutputSpec output;
  const std::string kind = table.choice("kind", {"report", "table", "csv", "jsonl"}, true);
  output.kind = kind == "report"  ? Kind::report
                : kind == "table" ? Kind::table
                : kind == "csv"   ? Kind::csv
                                  : Kind::jsonl;
  output.rename = table.string_map("rename");
  output.columns = table.strings("columns");
  if (output.kind == Kind::table) {
    load_table_output(table, output);
  } else {
    output.path = table.required_string("path");
  }
  if (output.kind == Kind::report) {
    output.sample = static_cast<std::uint64_t>(table.integer("sample", 10, 0, 1'000'000));
    output.table = table.string("table");
    if (table.has("dialect"))
      output.dialect = dialect_named(table.choice("dialect", {"mysql", "postgres", "sqlite"}));
  }
  if (output.kind == Kind::csv || output.kind == Kind::jsonl) output.what = load_what(table, left, right);
  table.finish();
  return output;
}

}  // namespace counterpart
