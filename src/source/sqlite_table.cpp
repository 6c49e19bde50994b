#include "source/sqlite_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

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

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_same_name(const std::string& a, const std::string& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char one, char other) { return lower(one) == lower(other); });
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

bool holds_texts_only(SqliteDatabase& database, const std::string& table, const SqliteColumn& column) {
  const auto says = [&column](const char* word) { return column.type.find(word) != std::string::npos; };
  if (says("INT") || !(says("CHAR") || says("TEXT") || says("CLOB"))) return false;
  return database.number(
             fmt::format("SELECT EXISTS (SELECT 1 FROM {} WHERE typeof({}) NOT IN ('text', 'null'))",
                         sqlite_quoted(table), sqlite_quoted(column.name))) == 0;
}

std::optional<TableName> target_read(SqliteDatabase& database, const std::string& select,
                                     const std::vector<TableName>& targets) {
  if (targets.empty()) return std::nullopt;
  for (const std::string& table : database.tables_read(select)) {
    for (const TableName& target : targets) {
      if (is_same_name(table, target.name)) return target;
    }
  }
  return std::nullopt;
}

std::optional<OrderIndex> index_in_order(SqliteDatabase& database, const std::string& select) {
  constexpr std::string_view kIndex = " INDEX ";
  constexpr int kDetail = 3;
  SqliteStatement plan = database.prepare("EXPLAIN QUERY PLAN " + select);
  std::optional<OrderIndex> index;
  while (plan.step()) {
    const std::string detail = to_text(plan.value(kDetail));
    if (detail.find("USE TEMP B-TREE") != std::string::npos) return std::nullopt;
    const std::size_t at = detail.find(kIndex);
    if (at == std::string::npos) continue;
    std::string name = detail.substr(at + kIndex.size());
    name.resize(std::min(name.size(), name.find(" (")));
    index = OrderIndex{std::move(name), detail.find("USING COVERING INDEX") != std::string::npos};
  }
  return index;
}

}  // namespace counterpart
