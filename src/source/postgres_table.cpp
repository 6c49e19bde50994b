#include "source/postgres_table.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string_view>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "db/postgres.hpp"

namespace counterpart {
namespace {

/// Tables, partitioned and foreign ones, views of both kinds.
constexpr const char* kRelations = "c.relkind IN ('r', 'p', 'f', 'v', 'm')";

/// A unique index of a table that others inherit from says nothing of their rows, which are read with it; one
/// of a partitioned table covers its partitions.
constexpr const char* kColumns =
    "SELECT a.attname, a.atttypid::pg_catalog.text, a.attnotnull AND NOT (c.relkind = 'r' AND "
    "c.relhassubclass) AND "
    "EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid "
    "AND "
    "i.indpred IS NULL AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum) "
    "FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid "
    "WHERE a.attrelid = $1::pg_catalog.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

/// Partitions and their tables have the same rows.
constexpr const char* kReads =
    "WITH RECURSIVE locked AS (SELECT relation AS oid FROM pg_catalog.pg_locks WHERE locktype = 'relation' "
    "AND pid = pg_catalog.pg_backend_pid()), "
    "above AS (SELECT oid FROM locked UNION SELECT i.inhparent FROM pg_catalog.pg_inherits i JOIN above ON "
    "above.oid = i.inhrelid), "
    "below AS (SELECT oid FROM locked UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN below ON "
    "below.oid = i.inhparent) "
    "SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE "
    "n.nspname = $1 AND c.relname = $2 AND (c.oid IN (SELECT oid FROM above) OR c.oid IN (SELECT oid FROM "
    "below))";

struct Found {
  std::string oid;
  std::string schema;
  std::string name;
};

std::optional<Found> found_in(PostgresConnection& connection, const std::string& condition,
                              const PostgresConnection::Parameters& parameters) {
  const auto rows = connection.rows(
      fmt::format("SELECT c.oid::pg_catalog.text, n.nspname, c.relname FROM pg_catalog.pg_class c JOIN "
                  "pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE {} AND {}",
                  kRelations, condition),
      parameters);
  if (rows.empty()) return std::nullopt;
  return Found{rows[0][0].value_or(""), rows[0][1].value_or(""), rows[0][2].value_or("")};
}

std::optional<Found> find(PostgresConnection& connection, const std::string& name) {
  const std::string visible = "c.relname = $1 AND pg_catalog.pg_table_is_visible(c.oid)";
  if (auto found = found_in(connection, visible, {name})) return found;
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) return std::nullopt;
  return found_in(connection, "n.nspname = $1 AND c.relname = $2",
                  {name.substr(0, dot), name.substr(dot + 1)});
}

/// Of the search path by their names, of other schemas with these in front.
std::vector<std::string> names_of_tables(PostgresConnection& connection) {
  const auto rows = connection.rows(fmt::format(
      "SELECT CASE WHEN pg_catalog.pg_table_is_visible(c.oid) THEN c.relname ELSE n.nspname || '.' || "
      "c.relname END FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
      "c.relnamespace WHERE {} AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')",
      kRelations));
  std::vector<std::string> names;
  names.reserve(rows.size());
  for (const auto& row : rows) names.push_back(row[0].value_or(""));
  return names;
}

std::uint32_t oid(const std::string& text) {
  std::uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

PostgresTable find_postgres_table(PostgresConnection& connection, const std::string& name) {
  const std::optional<Found> found = find(connection, name);
  if (!found) {
    throw Error(ErrorKind::source, fmt::format("{}: no table '{}'{}", connection.place(), printable(name),
                                               printable(did_you_mean(name, names_of_tables(connection)))))
        .hint(
            "check the name of the table and the database in the URL; outside of the search path it needs "
            "its "
            "schema, 'schema.table'");
  }
  PostgresTable table;
  table.quoted = postgres_quoted(found->schema) + "." + postgres_quoted(found->name);
  for (const auto& row : connection.rows(kColumns, {found->oid}))
    table.columns.push_back({row[0].value_or(""), oid(row[1].value_or("")), row[2] == "t"});
  return table;
}

bool is_whole_number(const PostgresTable::Column& column) {
  constexpr std::uint32_t kInt8 = 20;
  constexpr std::uint32_t kInt2 = 21;
  constexpr std::uint32_t kInt4 = 23;
  return column.type == kInt8 || column.type == kInt2 || column.type == kInt4;
}

bool stays_unique(const PostgresTable::Column& column, Type wanted) {
  if (!column.unique) return false;
  if (is_whole_number(column)) return wanted == Type::null || wanted == Type::int64 || wanted == Type::string;
  switch (column.type) {
    case 19:  // name, text, bpchar, varchar, uuid
    case 25:
    case 1042:
    case 1043:
    case 2950: return wanted == Type::null || wanted == Type::string;
    default: return false;
  }
}

std::optional<TableName> target_read(PostgresConnection& connection, const std::vector<TableName>& targets) {
  for (const TableName& target : targets) {
    if (!connection.rows(kReads, {target.schema, target.name}).empty()) return target;
  }
  return std::nullopt;
}

std::optional<OrderIndex> index_in_order(PostgresConnection& connection, const std::string& select) {
  std::optional<OrderIndex> index;
  for (const auto& row : connection.rows("EXPLAIN " + select)) {
    const std::string line = row[0].value_or("");
    if (line.find("Sort Key: ") != std::string::npos) return std::nullopt;
    for (const std::string_view scan : {"Index Scan using ", "Index Only Scan using "}) {
      const std::size_t at = line.find(scan);
      if (at == std::string::npos) continue;
      const std::string name = line.substr(at + scan.size());
      index = OrderIndex{name.substr(0, name.find(" on ")), scan.starts_with("Index Only")};
    }
  }
  return index;
}

}  // namespace counterpart
