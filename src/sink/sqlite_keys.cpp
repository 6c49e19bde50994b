#include "sink/sqlite_keys.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sink/identifier.hpp"

namespace counterpart {
namespace {

constexpr const char* kKeys = "temp.counterpart_keys";

bool in_key(const TableSpec& spec, const std::string& column) {
  return std::any_of(spec.key.begin(), spec.key.end(),
                     [&](const std::string& name) { return same_name(name, column); });
}

}  // namespace

SqliteKeys::SqliteKeys(SqliteDatabase& database, const TableSpec& spec) : database_(database) {
  std::vector<std::string> names;
  std::vector<std::string> equal;
  for (const std::string& name : spec.key) {
    const auto at = std::find_if(spec.columns.begin(), spec.columns.end(),
                                 [&](const Column& column) { return same_name(column.name, name); });
    columns_.push_back(static_cast<std::size_t>(at - spec.columns.begin()));
    names.push_back(sqlite_quoted(name));
    equal.push_back(fmt::format("t.{0} = k.{0} COLLATE BINARY", names.back()));
  }
  const std::string list = fmt::format("{}", fmt::join(names, ", "));
  const std::string table = "main." + sqlite_quoted(spec.table);
  // Made from the table, so that both store a value in the same form.
  database.run(fmt::format("CREATE TEMP TABLE counterpart_keys AS SELECT {} FROM {} WHERE 0", list, table));
  database.run(fmt::format("CREATE UNIQUE INDEX temp.counterpart_key ON counterpart_keys ({})", list));
  count_sql_ =
      fmt::format("SELECT COUNT(*) FROM {} k CROSS JOIN {} t ON {}", kKeys, table, fmt::join(equal, " AND "));
  insert_.emplace(
      database.prepare(fmt::format("INSERT OR IGNORE INTO {} VALUES ({})", kKeys,
                                   fmt::join(std::vector<std::string>(names.size(), "?"), ", "))));
}

bool SqliteKeys::add(const std::vector<Value>& row) {
  for (std::size_t i = 0; i < columns_.size(); ++i) insert_->bind(static_cast<int>(i), row[columns_[i]]);
  insert_->step();
  insert_->reset();
  return database_.changed_rows() == 1;
}

std::uint64_t SqliteKeys::found() {
  return static_cast<std::uint64_t>(database_.number(count_sql_));
}

std::string sqlite_upsert_clause(const TableSpec& spec) {
  if (spec.mode != TableSpec::Mode::upsert) return "";
  std::vector<std::string> key;
  for (const std::string& name : spec.key) key.push_back(sqlite_quoted(name));
  std::vector<std::string> sets;
  for (const Column& column : spec.columns) {
    if (!in_key(spec, column.name))
      sets.push_back(fmt::format("{0} = excluded.{0}", sqlite_quoted(column.name)));
  }
  return fmt::format(" ON CONFLICT ({}) DO {}", fmt::join(key, ", "),
                     sets.empty() ? "NOTHING" : fmt::format("UPDATE SET {}", fmt::join(sets, ", ")));
}

}  // namespace counterpart
