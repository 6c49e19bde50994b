#include "source/sqlite_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "db/sqlite.hpp"

namespace counterpart {
namespace {

/// True for a column that converts what is stored in it, so that different values (blobs aside) have
/// different texts.
bool has_affinity(const std::string& type) {
  return !type.empty() && type.find("BLOB") == std::string::npos;
}

/// True if a unique key over this column alone exists.
bool has_unique_index(SqliteDatabase& database, const std::string& table, const std::string& column) {
  SqliteStatement statement = database.prepare(
      "SELECT (SELECT CASE WHEN COUNT(*) = 1 THEN MAX(name) END FROM pragma_index_info(l.name)) FROM "
      "pragma_index_list(?) AS l "
      "WHERE l.\"unique\" = 1 AND l.partial = 0");
  statement.bind(0, Value::string(table));
  bool found = false;
  while (statement.step()) found = found || to_text(statement.value(0)) == column;
  return found;
}

}  // namespace

std::vector<SqliteColumn> sqlite_columns(SqliteDatabase& database, const std::string& table) {
  SqliteStatement statement =
      database.prepare("SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?) WHERE hidden <> 1");
  statement.bind(0, Value::string(table));
  std::vector<SqliteColumn> columns;
  while (statement.step()) {
    std::string type = to_text(statement.value(1));
    for (char& c : type) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    columns.push_back({to_text(statement.value(0)), type, statement.value(2).as_int64() != 0,
                       statement.value(3).as_int64()});
  }
  if (!columns.empty()) return columns;
  SqliteStatement names = database.prepare("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')");
  std::vector<std::string> tables;
  while (names.step()) tables.push_back(to_text(names.value(0)));
  throw Error(ErrorKind::source, fmt::format("{}: no table '{}'{}", database.place(), printable(table),
                                             printable(did_you_mean(table, tables))))
      .hint("check the name of the table and the file in the job file");
}

bool stays_unique(SqliteDatabase& database, const std::string& table,
                  const std::vector<SqliteColumn>& columns, std::size_t id, Type wanted) {
  const SqliteColumn& column = columns[id];
  const auto in_key = std::count_if(columns.begin(), columns.end(),
                                    [](const SqliteColumn& c) { return c.key_position != 0; });
  const bool alone_in_key = column.key_position == 1 && in_key == 1;
  const bool whole_number = column.type == "INTEGER" && alone_in_key;
  if (wanted == Type::int64) return whole_number;
  if (wanted != Type::null && wanted != Type::string) return false;
  if (whole_number) return true;
  return has_affinity(column.type) &&
         (alone_in_key || (column.not_null && has_unique_index(database, table, column.name)));
}

}  // namespace counterpart
