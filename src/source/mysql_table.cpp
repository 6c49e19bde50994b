#include "source/mysql_table.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "db/mysql.hpp"

namespace counterpart {
namespace {

std::vector<std::string> names_of_tables(MysqlConnection& connection) {
  const auto rows =
      connection.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()");
  std::vector<std::string> names;
  names.reserve(rows.size());
  for (const auto& row : rows) names.push_back(row[0].value_or(""));
  return names;
}

bool is_text(const std::string& type) {
  return type == "char" || type == "varchar" || type == "enum" || type == "uuid";
}

/// What a plan says in this column; "" for null.
std::string told(const MysqlRows& plan, std::string_view name) {
  for (std::size_t i = 0; i < plan.columns().size(); ++i) {
    if (plan.columns()[i].name == name && !plan.is_null(i)) return std::string(plan.text(i));
  }
  return "";
}

}  // namespace

std::uint64_t mysql_count(const std::optional<std::string>& text) {
  std::uint64_t number = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

std::vector<MysqlTableColumn> mysql_table_columns(MysqlConnection& connection, const std::string& table) {
  const auto rows = connection.rows(
      "SELECT column_name, data_type, COALESCE(character_maximum_length, 0), COALESCE(character_set_name, "
      "''), COALESCE(collation_name, '') FROM information_schema.columns "
      "WHERE table_schema = DATABASE() AND table_name = " +
      connection.literal(table) + " ORDER BY ordinal_position");
  std::vector<MysqlTableColumn> columns;
  columns.reserve(rows.size());
  for (const auto& row : rows)
    columns.push_back({row[0].value_or(""), row[1].value_or(""), mysql_count(row[2]), row[3].value_or(""),
                       row[4].value_or("")});
  if (!columns.empty()) return columns;
  throw Error(ErrorKind::source,
              fmt::format("{}: no table '{}' that this user may read{}", connection.place(), printable(table),
                          printable(did_you_mean(table, names_of_tables(connection)))))
      .hint("check the name of the table, the database in the URL and the rights of the user");
}

bool is_whole_number(const MysqlTableColumn& column) {
  return column.type.ends_with("int");
}

bool stays_unique(MysqlConnection& connection, const std::string& table, const MysqlTableColumn& id,
                  Type wanted) {
  const bool kept = is_whole_number(id)
                        ? wanted == Type::null || wanted == Type::int64 || wanted == Type::string
                        : is_text(id.type) && (wanted == Type::null || wanted == Type::string);
  if (!kept) return false;
  const std::string name = connection.literal(table);
  const auto count = connection.value(
      "SELECT COUNT(*) FROM (SELECT index_name FROM information_schema.statistics WHERE table_schema = "
      "DATABASE() AND table_name = " +
      name + " AND non_unique = 0 GROUP BY index_name HAVING COUNT(*) = 1 AND MAX(column_name) = " +
      connection.literal(id.name) + " AND MAX(nullable) <> 'YES' AND MAX(sub_part) IS NULL) AS whole_keys");
  return count && *count != "0";
}

bool orders_by_bytes(const MysqlTableColumn& column) {
  if (column.type == "varbinary") return true;
  if (column.type != "varchar" && column.type != "char") return false;
  const bool utf8 = column.character_set.starts_with("utf8") || column.character_set == "ascii";
  // The other binary collations take spaces at the end for nothing.
  return utf8 && (column.collation.ends_with("_nopad_bin") || column.collation == "utf8mb4_0900_bin");
}

std::optional<OrderIndex> index_in_order(MysqlConnection& connection, const std::string& select) {
  try {
    MysqlRows plan = connection.stream("EXPLAIN " + select);
    std::optional<OrderIndex> index;
    bool sorts = false;
    for (std::size_t steps = 1; plan.next(); ++steps) {
      const std::string extra = "; " + told(plan, "Extra") + ";";
      index = OrderIndex{told(plan, "key"), extra.find("; Using index;") != std::string::npos};
      sorts = sorts || steps > 1 || index->name.empty() ||
              extra.find("Using filesort") != std::string::npos ||
              extra.find("Using temporary") != std::string::npos;
    }
    return sorts ? std::nullopt : index;
  } catch (const Error&) {
    // The plan of a view takes a right of its own.
    if (connection.lost()) throw;
    return std::nullopt;
  }
}

}  // namespace counterpart
