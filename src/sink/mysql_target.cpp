#include "sink/mysql_target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "sink/identifier.hpp"
#include "sink/mysql_key.hpp"

namespace counterpart {
namespace {

Error refused(const std::string& table, const std::string& why) {
  return {ErrorKind::load_rolled_back, fmt::format("table {}: {}", printable(table), why)};
}

void check_kind(MysqlConnection& connection, const std::string& table, const MysqlConnection::Row& row) {
  const std::string type = row[0].value_or("");
  const std::string engine = row[1].value_or("");
  if (type != "BASE TABLE")
    throw refused(table, "is no plain table but: " + printable(type))
        .hint("name a table of its own for the rows");
  const auto transactions = connection.value(
      "SELECT transactions FROM information_schema.engines WHERE engine = " + connection.literal(engine));
  if (transactions.value_or("") != "YES") {
    throw refused(table, "its engine " + printable(engine) +
                             " has no transactions, so a failed load could not be undone")
        .hint("ALTER TABLE … ENGINE = InnoDB, or load into another table");
  }
}

bool is_one_of(const std::string& type, std::initializer_list<std::string_view> types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

/// True if the server keeps every value of a job column as it is, or says that it cannot: it rounds some
/// without a word.
bool keeps_values(const ColumnType& wanted, const std::string& type, const std::string& decimals_of_second) {
  using Kind = ColumnType::Kind;
  if (is_one_of(type, {"char", "varchar", "tinytext", "text", "mediumtext", "longtext"})) return true;
  switch (wanted.kind) {
    case Kind::varchar:
    case Kind::text: return is_one_of(type, {"enum", "json"});
    case Kind::any: return false;
    case Kind::integer:
    case Kind::bigint:
    case Kind::boolean:
      return is_one_of(type, {"tinyint", "smallint", "mediumint", "int", "bigint", "decimal"});
    case Kind::real: return type == "double";
    case Kind::date: return is_one_of(type, {"date", "datetime", "timestamp"});
    case Kind::timestamp: return is_one_of(type, {"datetime", "timestamp"}) && decimals_of_second == "6";
  }
  return false;
}

void check_values_kept(const TableSpec& spec, const MysqlConnection::Row& row) {
  const std::string name = row[0].value_or("");
  for (const Column& column : spec.columns) {
    if (!same_name(column.name, name) || keeps_values(column.type, row[2].value_or(""), row[3].value_or("")))
      continue;
    throw refused(
        spec.table,
        fmt::format("its column '{}' is {}, which would change values of this job's column without a word",
                    printable(name), printable(row[4].value_or(""))))
        .hint(
            "give the column of the job file a type that fits (int, bigint, double, date, timestamp for "
            "DATETIME(6)), or load into another table");
  }
}

/// A declared length of the job that the target does not have is found before hours of reading, not after.
void check_length(const TableSpec& spec, const MysqlConnection::Row& row) {
  const std::string name = row[0].value_or("");
  const std::string most = row[5].value_or("");
  for (const Column& column : spec.columns) {
    if (!same_name(column.name, name) || column.type.kind != ColumnType::Kind::varchar || most.empty())
      continue;
    // Both are whole numbers; of the longest texts only the number of digits counts.
    const std::string wanted = std::to_string(column.type.length);
    if (wanted.size() < most.size() || (wanted.size() == most.size() && wanted <= most)) continue;
    throw refused(spec.table,
                  fmt::format("its column '{}' holds {} characters, the column of the job up to {}",
                              printable(name), printable(most), wanted))
        .hint("widen the column of the table, or give the job's column the type varchar of its length");
  }
}

void check_columns(MysqlConnection& connection, const TableSpec& spec, const std::string& at_target) {
  std::vector<std::string> known;
  const auto wanted = [&spec](const std::string& name) {
    return std::any_of(spec.columns.begin(), spec.columns.end(),
                       [&name](const Column& column) { return same_name(column.name, name); });
  };
  std::string unfilled;
  for (const auto& row :
       connection.rows("SELECT column_name, is_nullable = 'NO' AND column_default IS NULL AND extra NOT LIKE "
                       "'%auto_increment%' "
                       "AND extra NOT LIKE '%GENERATED%', data_type, datetime_precision, column_type, "
                       "character_maximum_length "
                       "FROM information_schema.columns WHERE " +
                       at_target)) {
    known.push_back(row[0].value_or(""));
    check_values_kept(spec, row);
    check_length(spec, row);
    if (row[1] == "1" && !wanted(known.back())) unfilled = known.back();
  }
  for (const Column& column : spec.columns) {
    if (std::any_of(known.begin(), known.end(),
                    [&](const std::string& name) { return same_name(name, column.name); }))
      continue;
    throw refused(spec.table, fmt::format("has no column '{}'{}", printable(column.name),
                                          printable(did_you_mean(column.name, known))))
        .hint("rename the column in the job file, add it to the table, or load into another table");
  }
  if (!unfilled.empty()) {
    throw refused(spec.table, fmt::format("its column '{}' has no default and no value in the job file",
                                          printable(unfilled)))
        .hint("give it a default or add it to the job file");
  }
}

void check_ties(MysqlConnection& connection, const TableSpec& spec) {
  const std::string name = connection.literal(spec.table);
  const auto triggers = connection.value(
      "SELECT COUNT(*) FROM information_schema.triggers WHERE event_object_schema = DATABASE() AND "
      "event_object_table = " +
      name);
  if (triggers.value_or("0") != "0") {
    throw refused(spec.table, "has triggers, which replacing it would lose")
        .hint("use mode = \"append\", or drop the triggers");
  }
  const auto keys = connection.value(
      "SELECT COUNT(*) FROM information_schema.key_column_usage WHERE (referenced_table_schema = DATABASE() "
      "AND "
      "referenced_table_name = " +
      name + ") OR (table_schema = DATABASE() AND table_name = " + name +
      " AND referenced_table_name IS NOT NULL)");
  if (keys.value_or("0") != "0") {
    throw refused(spec.table, "is tied to others by foreign keys, which replacing it would lose")
        .hint("use mode = \"append\", or drop the keys");
  }
}

}  // namespace

bool check_mysql_target(MysqlConnection& connection, const TableSpec& spec) {
  const std::string at_target =
      "table_schema = DATABASE() AND table_name = " + connection.literal(spec.table);
  const auto found =
      connection.rows("SELECT table_type, engine FROM information_schema.tables WHERE " + at_target);
  if (found.empty()) return false;
  check_kind(connection, spec.table, found.front());
  check_columns(connection, spec, at_target);
  if (spec.mode == TableSpec::Mode::replace) check_ties(connection, spec);
  if (!spec.key.empty()) check_mysql_key(connection, spec);
  return true;
}

}  // namespace counterpart
