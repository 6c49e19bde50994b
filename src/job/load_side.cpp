#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.hpp"
#include "job/load_parts.hpp"

namespace counterpart {
namespace {

const std::vector<std::string> kTypeNames{"string", "bool", "int64", "float64", "date", "timestamp"};

Type type_of(const std::string& name) {
  for (const Type type :
       {Type::boolean, Type::int64, Type::float64, Type::string, Type::date, Type::timestamp}) {
    if (name == type_name(type)) return type;
  }
  return Type::null;
}

std::map<std::string, Type> load_types(TomlTable table) {
  std::map<std::string, Type> types;
  for (const auto& [field, name] : table.string_map("types")) {
    const Type type = type_of(name);
    if (type == Type::null) {
      throw table.error("types", fmt::format("field '{}': '{}' is no type: it is one of {}{}", field, name,
                                             fmt::join(kTypeNames, ", "), did_you_mean(name, kTypeNames)));
    }
    types.emplace(field, type);
  }
  return types;
}

std::string against_job_folder(const TomlContext& context, const std::string& url) {
  constexpr std::string_view scheme = "sqlite:";
  if (!url.starts_with(scheme)) return url;
  return std::string(scheme) + (context.path.parent_path() / url.substr(scheme.size())).string();
}

/// How many connections read a table at once, and by which column.
void load_split(TomlTable& table, const JobSide& side, DatabaseSpec& database) {
  constexpr int kMost = 16;
  database.split = static_cast<unsigned>(table.integer("split", 1, 2, kMost));
  database.split_by = table.string("split_by", side.id);
  if (!table.has("split")) {
    if (table.has("split_by")) throw table.error("split_by", "'split_by' goes with 'split'");
    return;
  }
  if (database.kind == DatabaseSpec::Kind::sqlite)
    throw table.error("split", "'split' is for servers: an SQLite file is read by one connection");
  if (database.table.empty())
    throw table.error("split", "'split' goes with 'table': a query cannot be cut into ranges");
  if (!side.ordered_by.empty())
    throw table.error("split", "'split' and 'ordered_by' exclude each other: ranges come as they come");
}

DatabaseSpec load_database(TomlTable& table, DatabaseSpec::Kind kind, const JobSide& side) {
  DatabaseSpec database;
  database.kind = kind;
  database.url = table.required_string("url");
  const std::string scheme = kind == DatabaseSpec::Kind::mysql      ? "mysql://"
                             : kind == DatabaseSpec::Kind::postgres ? "postgres://"
                                                                    : "sqlite:";
  const bool by_its_other_name =
      kind == DatabaseSpec::Kind::postgres && database.url.starts_with("postgresql://");
  if (!database.url.starts_with(scheme) && !by_its_other_name)
    throw table.error("url", fmt::format("'url' of this source begins with '{}'", scheme));
  database.url = against_job_folder(table.context(), database.url);
  database.password = table.secret("password");
  database.tls = load_tls(table, database.url);
  database.query = table.string("query");
  database.table = table.string("table");
  database.where = table.string("where");
  if (database.query.empty() == database.table.empty())
    throw table.missing("table", "a database side takes one of 'query' and 'table'");
  if (!database.where.empty() && database.table.empty())
    throw table.error("where", "'where' goes with 'table'; write it into the query");
  if (!database.table.empty()) database.ordered_by = side.ordered_by;
  load_split(table, side, database);
  return database;
}

FileSpec load_file(TomlTable& table, FileSpec::Kind kind, const std::vector<std::string>& columns) {
  FileSpec file;
  file.kind = kind;
  file.path = table.context().path.parent_path() / table.required_string("path");
  if (kind == FileSpec::Kind::csv) {
    const std::string delimiter = table.string("delimiter", ",");
    if (delimiter.size() != 1 || delimiter == "\"" || delimiter == "\n" || delimiter == "\r") {
      throw table.error("delimiter", "'delimiter' is one ASCII character, and no quote or line end");
    }
    file.delimiter = delimiter.front();
    file.header = table.boolean("header", true);
    file.columns = columns;
    if (!file.header && columns.empty())
      throw table.error("columns", "a CSV file without a header needs 'columns'");
  }
  return file;
}

SourceSpec load_source(TomlTable& table, const JobSide& side) {
  const std::string kind =
      table.choice("source", {"mysql", "postgres", "sqlite", "rest", "csv", "jsonl"}, true);
  if (kind == "rest") return load_rest(table);
  if (kind == "mysql") return load_database(table, DatabaseSpec::Kind::mysql, side);
  if (kind == "postgres") return load_database(table, DatabaseSpec::Kind::postgres, side);
  if (kind == "sqlite") return load_database(table, DatabaseSpec::Kind::sqlite, side);
  if (kind == "csv") return load_file(table, FileSpec::Kind::csv, side.columns);
  return load_file(table, FileSpec::Kind::jsonl, {});
}

}  // namespace

JobSide load_side(TomlTable table, const std::string& default_name) {
  JobSide side;
  side.name = table.string("name", default_name);
  if (side.name.empty()) throw table.error("name", "'name' is empty");
  table.check_name("name", side.name);
  side.id = table.required_string("id");
  side.columns = table.strings("columns");
  side.ordered_by = table.strings("ordered_by");
  side.bad_value_is_null = table.choice("on_bad_value", {"reject", "null"}) == "null";
  side.keep_conflicts = table.choice("on_conflict", {"fail", "warn"}) == "warn";
  side.max_rejects = static_cast<std::uint64_t>(table.integer("max_rejects", 0, 0, INT64_MAX));
  table.find("types");
  side.types = load_types(table);
  side.source = load_source(table, side);
  if (const auto* file = std::get_if<FileSpec>(&side.source);
      file != nullptr && file->kind == FileSpec::Kind::csv)
    side.columns.clear();
  table.finish();
  return side;
}

}  // namespace counterpart
