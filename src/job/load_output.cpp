#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

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
  const std::string what = table.choice("what", {"matches", "possible", "unmatched-left", "unmatched-right",
                                                 "ambiguous", "rejects", left_too, right_too});
  if (what == "unmatched-left" || what == left_too) return What::unmatched_left;
  if (what == "unmatched-right" || what == right_too) return What::unmatched_right;
  if (what == "ambiguous") return What::ambiguous;
  if (what == "possible") return What::possible;
  return what == "rejects" ? What::rejects : What::matches;
}

/// True for what loads make beside their targets, in any case: some servers do not tell cases apart.
bool is_of_this_program(std::string name) {
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return name.starts_with("counterpart_runs") || name.starts_with("counterpart_new_") ||
         name.starts_with("counterpart_old_");
}

void load_key(TomlTable& table, OutputSpec& output) {
  output.key = table.strings("key");
  const bool upserts = output.mode == TableSpec::Mode::upsert;
  if (upserts && output.key.empty()) {
    throw table.error(
        "mode", "mode \"upsert\" needs a 'key': the columns that tell which row is which, key = [\"…\"]");
  }
  if (!upserts && table.has("key")) throw table.error("key", "'key' is for mode = \"upsert\" alone");
}

/// A ratio from "20%" or 0.2.
std::optional<double> load_max_shrink(TomlTable& table) {
  constexpr const char* kKey = "max_shrink";
  constexpr double kHundred = 100;
  const toml::node* node = table.find(kKey);
  if (node == nullptr) return std::nullopt;
  double ratio = -1;
  if (const auto text = node->value_exact<std::string>()) {
    const char* end = text->data() + text->size();
    double percent = 0;
    const auto [rest, problem] = std::from_chars(text->data(), end, percent);
    if (problem == std::errc() && rest + 1 == end && *rest == '%') ratio = percent / kHundred;
  } else if (node->is_number()) {
    ratio = node->value<double>().value_or(-1);
  }
  if (!(ratio >= 0 && ratio <= 1))
    throw table.error(kKey, "'max_shrink' is a part of the rows: \"20%\" or 0.2");
  return ratio;
}

/// The name that the table before gets; "" if it goes.
std::string load_kept_name(TomlTable& table, const OutputSpec& output) {
  constexpr const char* kKey = "keep_previous";
  const toml::node* node = table.find(kKey);
  if (node == nullptr) return "";
  if (const auto wanted = node->value_exact<bool>()) return *wanted ? output.table + "_previous" : "";
  const std::string name = node->value_or(std::string());
  if (name.empty() || name.find('.') != std::string::npos || name == output.table || is_of_this_program(name))
    throw table.error(kKey, "'keep_previous' is true, or a name for the table before that is not its own");
  return name;
}

void load_table_output(TomlTable& table, OutputSpec& output) {
  output.url = table.required_string("url");
  constexpr std::array kSchemes{"sqlite:", "mysql://", "postgres://", "postgresql://"};
  if (std::none_of(kSchemes.begin(), kSchemes.end(),
                   [&](const char* scheme) { return output.url.starts_with(scheme); })) {
    throw table.error("url", "a table's 'url' begins with 'sqlite:', 'mysql://' or 'postgres://'");
  }
  output.password = table.secret("password");
  output.tls = load_tls(table, output.url);
  output.table = table.required_string("table");
  table.check_name("table", output.table);
  if (output.table.find('.') != std::string::npos) {
    const bool postgres = table_dialect(output.url) == Dialect::postgres;
    throw table
        .error("table", postgres ? "'table' is one name; its schema is that of the user's search_path"
                                 : "'table' is one name; the database stands in the url")
        .hint(postgres ? "for another schema: ALTER ROLE … IN DATABASE … SET search_path = …"
                       : "name the table alone, and its database in 'url'");
  }
  const std::string mode = table.choice("mode", {"replace", "append", "upsert"});
  output.mode = mode == "replace"  ? TableSpec::Mode::replace
                : mode == "append" ? TableSpec::Mode::append
                                   : TableSpec::Mode::upsert;
  if (is_of_this_program(output.table)) {
    throw table.error("table",
                      "tables whose names begin with 'counterpart_runs', 'counterpart_new_' or "
                      "'counterpart_old_' are those of this program");
  }
  load_key(table, output);
  output.min_rows = static_cast<std::uint64_t>(table.integer("min_rows", 0, 0, std::int64_t{1} << 62));
  output.max_shrink = load_max_shrink(table);
  output.keep_previous = load_kept_name(table, output);
  table.check_name("keep_previous", output.keep_previous);
  for (const char* key : {"max_shrink", "keep_previous"}) {
    if (table.has(key) && output.mode != TableSpec::Mode::replace)
      throw table.error(key, fmt::format("'{}' is for mode = \"replace\" alone", key));
  }
}

}  // namespace

OutputSpec load_output(TomlTable table, const JobSide& left, const JobSide& right) {
  OutputSpec output;
  const std::string kind = table.choice("kind", {"report", "table", "csv", "jsonl", "review"}, true);
  output.kind = kind == "report"  ? Kind::report
                : kind == "table" ? Kind::table
                : kind == "jsonl" ? Kind::jsonl
                                  : Kind::csv;
  output.rename = table.string_map("rename");
  for (const auto& [from, to] : output.rename) table.check_name("rename", to);
  output.columns = table.strings("columns");
  if (output.kind == Kind::table) {
    load_table_output(table, output);
  } else {
    output.path = table.required_string("path");
  }
  if (output.kind == Kind::report) {
    output.sample = static_cast<std::uint64_t>(table.integer("sample", 10, 0, 1'000'000));
    output.table = table.string("table");
    table.check_name("table", output.table);
    if (table.has("dialect"))
      output.dialect = dialect_named(table.choice("dialect", {"mysql", "postgres", "sqlite"}));
  }
  if (kind == "review") {
    output.what = What::review;
  } else if (output.kind == Kind::csv || output.kind == Kind::jsonl)
    output.what = load_what(table, left, right);
  table.finish();
  return output;
}

}  // namespace counterpart
