#include "sink/mysql_merge.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "base/utf8.hpp"
#include "db/mysql_bulk.hpp"
#include "sink/identifier.hpp"
#include "sink/load_tally.hpp"
#include "sink/run_log.hpp"

namespace counterpart {
namespace {

constexpr const char* kNoRow = " WHERE 1 = 0";

bool in_key(const TableSpec& spec, const Column& column) {
  return std::any_of(spec.key.begin(), spec.key.end(),
                     [&](const std::string& name) { return same_name(name, column.name); });
}

std::string column_list(const TableSpec& spec, const char* prefix = "") {
  std::vector<std::string> names;
  for (const Column& column : spec.columns) names.push_back(prefix + mysql_quoted(column.name));
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string append_sql(const TableSpec& spec, const MysqlNames& names) {
  return fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", mysql_quoted(names.target), column_list(spec),
                     column_list(spec), mysql_quoted(names.staging));
}

/// "t JOIN s ON t.key = s.key", with another word for the join.
std::string joined(const TableSpec& spec, const MysqlNames& names, const char* join = "JOIN",
                   bool staging_first = false) {
  std::vector<std::string> equal;
  for (const std::string& name : spec.key) equal.push_back(fmt::format("t.{0} = s.{0}", mysql_quoted(name)));
  const std::string target = mysql_quoted(names.target) + " t";
  const std::string staging = mysql_quoted(names.staging) + " s";
  return fmt::format("{} {} {} ON {}", staging_first ? staging : target, join,
                     staging_first ? target : staging, fmt::join(equal, " AND "));
}

/// "" if the key is all that the rows have.
std::string update_sql(const TableSpec& spec, const MysqlNames& names) {
  std::vector<std::string> sets;
  for (const Column& column : spec.columns) {
    if (!in_key(spec, column)) sets.push_back(fmt::format("t.{0} = s.{0}", mysql_quoted(column.name)));
  }
  return sets.empty() ? "" : fmt::format("UPDATE {} SET {}", joined(spec, names), fmt::join(sets, ", "));
}

std::string insert_missing_sql(const TableSpec& spec, const MysqlNames& names) {
  return fmt::format("INSERT INTO {} ({}) SELECT {} FROM {} WHERE t.{} IS NULL", mysql_quoted(names.target),
                     column_list(spec), column_list(spec, "s."), joined(spec, names, "LEFT JOIN", true),
                     mysql_quoted(spec.key.front()));
}

/// Keys that the server takes for the same although their bytes differ: merged, one row would get the values
/// of another.
void refuse_likeness(MysqlConnection& connection, const TableSpec& spec, const MysqlNames& names) {
  std::vector<std::string> differ;
  for (const std::string& name : spec.key)
    differ.push_back(fmt::format("CAST(t.{0} AS BINARY) <> CAST(s.{0} AS BINARY)", mysql_quoted(name)));
  const std::string count = connection
                                .value(fmt::format("SELECT COUNT(*) FROM {} WHERE {}", joined(spec, names),
                                                   fmt::join(differ, " OR ")))
                                .value_or("");
  if (count == "0") return;
  throw Error(ErrorKind::policy,
              fmt::format("table {}: {} keys ({}) differ from those in the table by spaces at the end alone",
                          printable(spec.table), count, key_text(spec)))
      .hint("the server takes them for the same; give the key columns a NO PAD collation, or mend the texts");
}

void run_whole(MysqlConnection& connection, const std::string& sql) {
  connection.run(sql);
  refuse_warnings(connection);
}

}  // namespace

std::string append_staging(MysqlConnection& connection, const TableSpec& spec, const MysqlNames& names) {
  connection.run(append_sql(spec, names));
  const std::uint64_t added = connection.changed_rows();
  refuse_warnings(connection);
  return std::to_string(added);
}

std::string upsert_staging(MysqlConnection& connection, const TableSpec& spec, const MysqlNames& names) {
  refuse_likeness(connection, spec, names);
  // Not ON DUPLICATE KEY UPDATE: it would also change a row that is like a new one in another unique index.
  const std::string update = update_sql(spec, names);
  if (!update.empty()) run_whole(connection, update);
  run_whole(connection, insert_missing_sql(spec, names));
  return connection.value("SELECT COUNT(*) FROM " + joined(spec, names)).value_or("");
}

void check_mysql_rights(MysqlConnection& connection, const TableSpec& spec, const MysqlNames& names,
                        bool exists) {
  const std::string staging = mysql_quoted(names.staging);
  const bool has_runs = mysql_table_exists(connection, std::string(kRunsTable));
  // A table that is not there yet gets the rights that hold for any table of the database.
  const std::string runs = has_runs ? std::string(kRunsTable) : staging;
  const std::string all = has_runs ? runs_column_list() : column_list(spec);
  const std::string column = has_runs ? "state" : mysql_quoted(spec.columns.front().name);
  std::vector<std::string> statements{
      fmt::format("INSERT INTO {0} ({1}) SELECT {1} FROM {0}{2}", staging, column_list(spec), kNoRow),
      fmt::format("INSERT INTO {0} ({1}) SELECT {1} FROM {0}{2}", runs, all, kNoRow),
      fmt::format("UPDATE {0} SET {1} = {1}{2}", runs, column, kNoRow),
      fmt::format("DELETE FROM {}{}", runs, kNoRow)};
  if (!exists || spec.mode == TableSpec::Mode::replace) {
    statements.push_back(
        fmt::format("RENAME TABLE {0} TO {1}, {1} TO {0}", staging, mysql_quoted(names.old)));
  } else {
    statements.push_back(append_sql(spec, names) + kNoRow);
    const std::string update = spec.mode == TableSpec::Mode::upsert ? update_sql(spec, names) : "";
    if (!update.empty()) statements.push_back(update + kNoRow);
  }
  for (const std::string& statement : statements) connection.run(statement);
}

}  // namespace counterpart
