#include "sink/mysql_key.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <vector>

#include "base/utf8.hpp"
#include "sink/identifier.hpp"
#include "sink/load_tally.hpp"

namespace counterpart {
namespace {

constexpr unsigned kLongestKeyBytes = 3072;  ///< of InnoDB
constexpr unsigned kBytesPerCharacter = 4;

Error refused(const TableSpec& spec, const std::string& why) {
  return {ErrorKind::load_rolled_back, fmt::format("table {}: {}", printable(spec.table), why)};
}

bool is_key(const TableSpec& spec, const std::vector<std::string>& columns) {
  return columns.size() == spec.key.size() &&
         std::all_of(spec.key.begin(), spec.key.end(), [&](const std::string& name) {
           return std::any_of(columns.begin(), columns.end(),
                              [&](const std::string& column) { return same_name(column, name); });
         });
}

/// Columns of each unique index; an index over parts of columns or over expressions is left out.
std::vector<std::vector<std::string>> unique_indexes(MysqlConnection& connection, const TableSpec& spec) {
  std::map<std::string, std::vector<std::string>> indexes;
  std::vector<std::string> partial;
  for (const auto& row : connection.rows(
           "SELECT index_name, column_name, sub_part FROM information_schema.statistics WHERE table_schema = "
           "DATABASE() AND non_unique = 0 AND table_name = " +
           connection.literal(spec.table))) {
    const std::string index = row[0].value_or("");
    indexes[index].push_back(row[1].value_or(""));
    if (row[2] || !row[1]) partial.push_back(index);
  }
  for (const std::string& index : partial) indexes.erase(index);
  std::vector<std::vector<std::string>> all;
  for (const auto& [name, columns] : indexes) all.push_back(columns);
  return all;
}

void check_collations(MysqlConnection& connection, const TableSpec& spec) {
  for (const auto& row : connection.rows("SELECT column_name, collation_name FROM information_schema.columns "
                                         "WHERE collation_name IS NOT NULL "
                                         "AND table_schema = DATABASE() AND table_name = " +
                                         connection.literal(spec.table))) {
    const std::string column = row[0].value_or("");
    const std::string collation = row[1].value_or("");
    if (std::none_of(spec.key.begin(), spec.key.end(),
                     [&](const std::string& name) { return same_name(name, column); }))
      continue;
    if (collation == "binary" || collation.ends_with("_bin")) continue;
    throw refused(
        spec,
        fmt::format("its key column '{}' has the collation {}, which takes different texts for the same",
                    printable(column), printable(collation)))
        .hint("give it a collation that ends in _bin, or take columns of numbers for the key");
  }
}

}  // namespace

void check_mysql_key(MysqlConnection& connection, const TableSpec& spec) {
  const auto indexes = unique_indexes(connection, spec);
  if (std::none_of(indexes.begin(), indexes.end(),
                   [&](const std::vector<std::string>& columns) { return is_key(spec, columns); })) {
    std::vector<std::string> quoted;
    for (const std::string& name : spec.key) quoted.push_back(mysql_quoted(name));
    throw refused(spec, fmt::format("no unique index is over exactly the key ({})", key_text(spec)))
        .hint(printable(fmt::format("make one: ALTER TABLE {} ADD UNIQUE ({})", mysql_quoted(spec.table),
                                    fmt::join(quoted, ", "))));
  }
  check_collations(connection, spec);
}

void check_new_mysql_key(const TableSpec& spec) {
  unsigned bytes = 0;
  for (const std::string& name : spec.key) {
    const auto column = std::find_if(spec.columns.begin(), spec.columns.end(), [&](const Column& candidate) {
      return same_name(candidate.name, name);
    });
    using Kind = ColumnType::Kind;
    const bool has_length = column->type.kind != Kind::text && column->type.kind != Kind::any;
    if (column->type.kind == Kind::varchar) bytes += column->type.length * kBytesPerCharacter;
    if (has_length && bytes <= kLongestKeyBytes) continue;
    throw refused(spec, fmt::format("its key column '{}' is {} for an index", printable(name),
                                    has_length ? "too long" : "a text of any length, too long"))
        .hint(fmt::format("give the texts of the key a type varchar(N), {} characters in all at most",
                          kLongestKeyBytes / kBytesPerCharacter));
  }
}

std::string mysql_key_collation(MysqlConnection& connection) {
  return connection
      .value(
          "SELECT collation_name FROM information_schema.collations WHERE collation_name IN "
          "('utf8mb4_nopad_bin', 'utf8mb4_0900_bin') LIMIT 1")
      .value_or("utf8mb4_bin");
}

}  // namespace counterpart
