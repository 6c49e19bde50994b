#include "source/survey/catalogue.hpp"

#include <algorithm>

#include "db/mysql.hpp"
#include "db/postgres.hpp"
#include "db/sqlite.hpp"
#include "db/url.hpp"

namespace counterpart {
namespace {

constexpr int kLockWaitMs = 10'000;

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

bool is_binary(const std::string& type) {
  return type.find("blob") != std::string::npos || type.find("binary") != std::string::npos ||
         type == "bytea" || type == "geometry" || type == "point" || type == "polygon" ||
         type == "linestring";
}

CatalogueTable& table_of(std::vector<CatalogueTable>& tables, const std::string& name) {
  if (tables.empty() || tables.back().name != name) {
    tables.emplace_back();
    tables.back().name = name;
  }
  return tables.back();
}

void mark_key(std::vector<CatalogueTable>& tables, const std::string& table, const std::string& column) {
  for (CatalogueTable& one : tables) {
    if (one.name != table) continue;
    for (CatalogueColumn& known : one.columns) known.key = known.key || known.name == column;
  }
}

std::vector<CatalogueTable> of_mysql(const DatabaseSpec& spec, CancelToken& cancel) {
  MysqlConnection connection(server_address(spec.url, spec.tls), spec.password, ErrorKind::source, cancel);
  std::vector<CatalogueTable> tables;
  for (const auto& row : connection.rows(
           "SELECT c.table_name, c.column_name, c.data_type, t.table_type FROM information_schema.columns AS "
           "c "
           "JOIN information_schema.tables AS t ON t.table_schema = c.table_schema AND t.table_name = "
           "c.table_name WHERE c.table_schema = DATABASE() ORDER BY c.table_name, c.ordinal_position")) {
    CatalogueTable& table = table_of(tables, row[0].value_or(""));
    const std::string type = lower(row[2].value_or(""));
    table.view = row[3].value_or("").find("VIEW") != std::string::npos;
    table.quoted = mysql_quoted(table.name);
    const std::string column = row[1].value_or("");
    table.columns.push_back({column, mysql_quoted(column), type, false, is_binary(type)});
  }
  for (const auto& row : connection.rows(
           "SELECT table_name, MAX(column_name) FROM information_schema.statistics WHERE table_schema = "
           "DATABASE() AND non_unique = 0 GROUP BY table_name, index_name HAVING COUNT(*) = 1 AND "
           "MAX(nullable) <> 'YES' AND MAX(sub_part) IS NULL")) {
    mark_key(tables, row[0].value_or(""), row[1].value_or(""));
  }
  return tables;
}

/// Tables, partitioned and foreign ones, views of both kinds; of inherited tables the uppermost. An index of
/// a table that others inherit from says nothing of their rows.
constexpr const char* kPostgresColumns =
    "SELECT CASE WHEN pg_catalog.pg_table_is_visible(c.oid) THEN c.relname ELSE n.nspname || '.' || "
    "c.relname "
    "END, n.nspname, c.relname, c.relkind IN ('v', 'm'), a.attname, t.typname, a.attnotnull AND NOT "
    "(c.relkind "
    "= 'r' AND c.relhassubclass) AND EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND "
    "i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum) "
    "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN "
    "pg_catalog.pg_attribute a ON a.attrelid = c.oid JOIN pg_catalog.pg_type t ON t.oid = a.atttypid WHERE "
    "c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped "
    "AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND "
    "pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT') "
    "ORDER "
    "BY 1, a.attnum";

std::vector<CatalogueTable> of_postgres(const DatabaseSpec& spec, CancelToken& cancel) {
  PostgresConnection connection(server_address(spec.url, spec.tls), spec.password, ErrorKind::source, cancel);
  connection.begin("READ ONLY");
  std::vector<CatalogueTable> tables;
  for (const auto& row : connection.rows(kPostgresColumns)) {
    CatalogueTable& table = table_of(tables, row[0].value_or(""));
    table.quoted = postgres_quoted(row[1].value_or("")) + "." + postgres_quoted(row[2].value_or(""));
    table.view = row[3] == "t";
    const std::string column = row[4].value_or("");
    const std::string type = lower(row[5].value_or(""));
    table.columns.push_back({column, postgres_quoted(column), type, row[6] == "t", is_binary(type)});
  }
  return tables;
}

std::vector<CatalogueTable> of_sqlite(const DatabaseSpec& spec, CancelToken& cancel) {
  SqliteDatabase database(parse_sqlite_url(spec.url), SqliteDatabase::Mode::read_only, ErrorKind::source,
                          cancel);
  database.wait_for_locks(kLockWaitMs);
  std::vector<CatalogueTable> tables;
  // A column is a key if it is all of the primary key; hidden columns are those of virtual tables.
  SqliteStatement columns = database.prepare(
      "SELECT m.name, m.type, c.name, c.type, c.pk = 1 AND (SELECT COUNT(*) FROM pragma_table_xinfo(m.name) "
      "WHERE pk > 0) = 1 FROM sqlite_master AS m, pragma_table_xinfo(m.name) AS c WHERE m.type IN ('table', "
      "'view') AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND c.hidden <> 1 ORDER BY m.name, c.cid");
  while (columns.step()) {
    CatalogueTable& table = table_of(tables, to_text(columns.value(0)));
    const std::string type = lower(to_text(columns.value(3)));
    table.view = to_text(columns.value(1)) == "view";
    table.quoted = sqlite_quoted(table.name);
    const std::string column = to_text(columns.value(2));
    table.columns.push_back(
        {column, sqlite_quoted(column), type, columns.value(4).as_int64() != 0, is_binary(type)});
  }
  SqliteStatement keys = database.prepare(
      "SELECT m.name, MAX(i.name) FROM sqlite_master AS m, pragma_index_list(m.name) AS l, "
      "pragma_index_info(l.name) AS i WHERE m.type = 'table' AND l.\"unique\" = 1 AND l.partial = 0 GROUP BY "
      "m.name, l.name HAVING COUNT(*) = 1 AND MAX((SELECT c.\"notnull\" FROM pragma_table_xinfo(m.name) AS c "
      "WHERE c.name = i.name)) = 1");
  while (keys.step()) mark_key(tables, to_text(keys.value(0)), to_text(keys.value(1)));
  return tables;
}

}  // namespace

std::vector<CatalogueTable> read_catalogue(const DatabaseSpec& spec, CancelToken& cancel) {
  switch (spec.kind) {
    case DatabaseSpec::Kind::mysql: return of_mysql(spec, cancel);
    case DatabaseSpec::Kind::postgres: return of_postgres(spec, cancel);
    case DatabaseSpec::Kind::sqlite: return of_sqlite(spec, cancel);
  }
  throw Error(ErrorKind::internal, "a kind of database without a catalogue");
}

}  // namespace counterpart
