#include "sink/postgres_target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "sink/identifier.hpp"
#include "sink/postgres_key.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kLongestName = 63;  ///< in bytes; the server cuts what is longer

Error refused(const std::string& table, const std::string& why) {
  return {ErrorKind::load_rolled_back, fmt::format("table {}: {}", printable(table), why)};
}

int number(const std::optional<std::string>& text) {
  int value = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

/// A column of the table; of a domain the type below.
struct TableColumn {
  std::string name;
  std::uint32_t type = 0;
  std::string type_name;
  bool is_enum = false;
  int modifier = -1;
  bool needs_value = false;  ///< is not null and does not fill itself
  bool fills_itself = false;
  std::string description;
};

std::vector<TableColumn> columns_of(PostgresConnection& connection, const PostgresRelation& relation) {
  std::vector<TableColumn> columns;
  for (
      const auto& row : connection.rows(
          "WITH RECURSIVE base AS (SELECT attnum, atttypid AS type, atttypmod AS modifier FROM pg_attribute "
          "WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped UNION ALL SELECT b.attnum, "
          "t.typbasetype, t.typtypmod FROM base b JOIN pg_type t ON t.oid = b.type WHERE t.typtype = 'd') "
          "SELECT a.attname, t.oid, t.typname, t.typtype = 'e', b.modifier, a.attnotnull AND NOT a.atthasdef "
          "AND a.attidentity = '', a.attgenerated <> '' OR a.attidentity = 'a', format_type(a.atttypid, "
          "a.atttypmod) FROM base b JOIN pg_attribute a ON a.attrelid = $1::oid AND a.attnum = b.attnum JOIN "
          "pg_type t ON t.oid = b.type AND t.typtype <> 'd' ORDER BY a.attnum",
          {relation.oid})) {
    columns.push_back({row[0].value_or(""), static_cast<std::uint32_t>(std::stoul(row[1].value_or("0"))),
                       row[2].value_or(""), row[3] == "t", number(row[4]), row[5] == "t", row[6] == "t",
                       row[7].value_or("")});
  }
  return columns;
}

/// How a column holds each value of a job's column exactly; nothing if it does not.
std::optional<PostgresForm> form_in(const TableColumn& column, ColumnType::Kind wanted) {
  using Kind = ColumnType::Kind;
  constexpr int kMicroseconds = 6;
  const bool text = wanted == Kind::varchar || wanted == Kind::text;
  if (column.type_name == "citext") return PostgresForm::text;
  if (column.is_enum) return text ? std::optional(PostgresForm::text) : std::nullopt;
  const bool whole = wanted == Kind::integer || wanted == Kind::bigint || wanted == Kind::boolean;
  const auto form = postgres_form(column.type);
  if (!form) return std::nullopt;
  switch (*form) {
    case PostgresForm::text:
      if (column.type_name == "name" || (column.type_name == "json" && !text)) return std::nullopt;
      return form;
    case PostgresForm::padded_text: return form;
    case PostgresForm::jsonb: return text ? form : std::nullopt;
    case PostgresForm::boolean: return wanted == Kind::boolean ? form : std::nullopt;
    case PostgresForm::int16:
    case PostgresForm::int32:
    case PostgresForm::int64: return whole ? form : std::nullopt;
    // Of a scale below 0 the server rounds: numeric(3, -2).
    case PostgresForm::numeric:
      return whole && (column.modifier < 0 || ((column.modifier - 4) & 0x400) == 0) ? form : std::nullopt;
    case PostgresForm::float64: return wanted == Kind::real ? form : std::nullopt;
    case PostgresForm::date: return wanted == Kind::date ? form : std::nullopt;
    case PostgresForm::timestamp: {
      const bool exact = column.modifier < 0 || column.modifier >= kMicroseconds;
      return wanted == Kind::date || (wanted == Kind::timestamp && exact) ? form : std::nullopt;
    }
    default: return std::nullopt;
  }
}

PostgresForm form_of(ColumnType::Kind kind) {
  using Kind = ColumnType::Kind;
  switch (kind) {
    case Kind::varchar:
    case Kind::text:
    case Kind::any: return PostgresForm::text;
    case Kind::integer: return PostgresForm::int32;
    case Kind::bigint: return PostgresForm::int64;
    case Kind::real: return PostgresForm::float64;
    case Kind::boolean: return PostgresForm::boolean;
    case Kind::date: return PostgresForm::date;
    case Kind::timestamp: return PostgresForm::timestamp;
  }
  return PostgresForm::text;
}

/// 0 if there is no limit.
std::size_t most_characters(const TableColumn& column) {
  constexpr int kHead = 4;  // of the server's count
  const bool has_length = column.type_name == "varchar" || column.type_name == "bpchar";
  return has_length && column.modifier > kHead ? static_cast<std::size_t>(column.modifier - kHead) : 0;
}

/// A declared length of the job that the table does not have is found before hours of reading, not after.
void check_length(const TableSpec& spec, const TableColumn& column, const ColumnType& wanted) {
  const std::size_t most = most_characters(column);
  if (most == 0 || wanted.kind != ColumnType::Kind::varchar || wanted.length <= most) return;
  throw refused(spec.table, fmt::format("its column '{}' holds {} characters, the column of the job up to {}",
                                        printable(column.name), most, wanted.length))
      .hint("widen the column of the table, or give the job's column the type varchar of its length");
}

/// The column of exactly this name, else one whose name differs in case alone.
const TableColumn* find_column(const std::vector<TableColumn>& columns, const std::string& name) {
  const TableColumn* similar = nullptr;
  for (const TableColumn& column : columns) {
    if (column.name == name) return &column;
    if (similar == nullptr && same_name(column.name, name)) similar = &column;
  }
  return similar;
}

PostgresTarget::Field field_in(const TableSpec& spec, const std::vector<TableColumn>& columns,
                               const Column& wanted) {
  const TableColumn* const column = find_column(columns, wanted.name);
  if (column == nullptr) {
    std::vector<std::string> known;
    for (const TableColumn& one : columns) known.push_back(one.name);
    throw refused(spec.table, fmt::format("has no column '{}'{}", printable(wanted.name),
                                          printable(did_you_mean(wanted.name, known))))
        .hint("rename the column in the job file, add it to the table, or load into another table");
  }
  if (column->fills_itself) {
    throw refused(spec.table,
                  fmt::format("its column '{}' is always generated by the server", printable(column->name)))
        .hint("leave it out of the job, or make it GENERATED BY DEFAULT");
  }
  const auto form = form_in(*column, wanted.type.kind);
  if (!form) {
    throw refused(spec.table,
                  fmt::format("its column '{}' is {}, which does not hold this job's column exactly",
                              printable(column->name), printable(column->description)))
        .hint(
            "give the column of the job file a type that fits (varchar, int, bigint, double, date, "
            "timestamp), "
            "or load into another table");
  }
  check_length(spec, *column, wanted.type);
  return {column->name, *form, most_characters(*column)};
}

void check_columns(PostgresConnection& connection, const TableSpec& spec, PostgresTarget& target) {
  const std::vector<TableColumn> columns = columns_of(connection, target.relation);
  for (const Column& column : spec.columns) target.fields.push_back(field_in(spec, columns, column));
  for (const TableColumn& column : columns) {
    const bool filled = std::any_of(target.fields.begin(), target.fields.end(),
                                    [&](const auto& field) { return field.name == column.name; });
    if (filled || !column.needs_value) continue;
    throw refused(spec.table, fmt::format("its column '{}' has no default and no value in the job file",
                                          printable(column.name)))
        .hint("give it a default or add it to the job file");
  }
}

void check_kind(PostgresConnection& connection, const TableSpec& spec, const PostgresRelation& relation) {
  const auto row =
      connection
          .rows(
              "SELECT relkind, relpersistence, row_security_active(oid), relkind = 'r' AND EXISTS "
              "(SELECT FROM pg_inherits WHERE inhparent = c.oid) FROM pg_class c WHERE oid = "
              "$1::oid",
              {relation.oid})
          .at(0);
  const std::string kind = row[0].value_or("");
  const bool of_the_server = relation.schema.starts_with("pg_") || relation.schema == "information_schema";
  if ((kind != "r" && kind != "p") || of_the_server) {
    const char* const what = of_the_server ? "one of the server itself"
                             : kind == "v" ? "a view"
                             : kind == "m" ? "a materialized view"
                             : kind == "f" ? "a foreign table"
                                           : "no table";
    throw refused(spec.table, std::string("is ") + what).hint("name a table of its own for the rows");
  }
  if (row[1] != "p") {
    throw refused(spec.table, "is not logged, so that a crash of the server would empty it")
        .hint("ALTER TABLE … SET LOGGED, or load into another table");
  }
  if (row[2] == "t") {
    throw refused(spec.table, "its row-level security decides which rows this user has")
        .hint("load as its owner, or as a user with BYPASSRLS");
  }
  if (row[3] == "t") {
    throw refused(spec.table, "has children that inherit from it, and whose rows are among its own")
        .hint("load into one of them, or into a partitioned table");
  }
}

void check_ties(PostgresConnection& connection, const TableSpec& spec, const PostgresRelation& relation) {
  const auto keys = connection.rows(
      "SELECT 1 FROM pg_constraint WHERE contype = 'f' AND confrelid = $1::oid AND conrelid <> confrelid "
      "LIMIT 1",
      {relation.oid});
  if (keys.empty()) return;
  throw refused(spec.table, "foreign keys of other tables point to it, so that its rows cannot all go")
      .hint("use mode = \"upsert\" or \"append\", or drop the keys");
}

void check_name(PostgresConnection& connection, const std::string& name) {
  if (name.size() <= kLongestName) return;
  throw Error(connection.kind(), fmt::format("{}: the name '{}' is longer than {} bytes", connection.place(),
                                             printable(name), kLongestName))
      .hint("shorten it: the server would cut it");
}

}  // namespace

bool PostgresTarget::Field::cuts(Value value) const noexcept {
  if (most_characters == 0 || value.type() != Type::string) return false;
  const std::string_view text = value.as_string();
  return text.size() > most_characters && text.ends_with(' ') && count_code_points(text) > most_characters;
}

std::string PostgresRelation::quoted() const {
  return quoted(name);
}

std::string PostgresRelation::quoted(std::string_view other) const {
  return postgres_quoted(schema) + "." + postgres_quoted(other);
}

PostgresRelation find_postgres_relation(PostgresConnection& connection, const std::string& name) {
  check_name(connection, name);
  const auto rows = connection.rows(
      "SELECT n.nspname, c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname "
      "= "
      "$1 AND pg_table_is_visible(c.oid)",
      {name});
  if (!rows.empty()) return {rows[0][0].value_or(""), name, rows[0][1].value_or("")};
  const auto schema = connection.rows("SELECT current_schema()").at(0)[0];
  if (schema) return {*schema, name, ""};
  throw Error(connection.kind(), connection.place() + ": no schema of the search path is there")
      .hint("make one, or set the search path: ALTER ROLE … IN DATABASE … SET search_path = …");
}

PostgresRelation find_postgres_relation(PostgresConnection& connection, const std::string& schema,
                                        const std::string& name) {
  check_name(connection, name);
  const auto rows = connection.rows(
      "SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = $1 AND "
      "n.nspname = $2",
      {name, schema});
  return {schema, name, rows.empty() ? "" : rows[0][0].value_or("")};
}

PostgresTarget check_postgres_target(PostgresConnection& connection, const TableSpec& spec) {
  PostgresTarget target{find_postgres_relation(connection, spec.table), {}, {}};
  if (target.relation.exists()) {
    check_kind(connection, spec, target.relation);
    check_columns(connection, spec, target);
    if (spec.mode == TableSpec::Mode::replace) check_ties(connection, spec, target.relation);
  } else {
    for (const Column& column : spec.columns) {
      check_name(connection, column.name);
      target.fields.push_back({column.name, form_of(column.type.kind), 0});
    }
  }
  for (const std::string& name : spec.key) {
    for (std::size_t i = 0; i < spec.columns.size(); ++i) {
      if (spec.columns[i].name == name) target.key.push_back(target.fields[i].name);
    }
  }
  if (target.relation.exists() && !spec.key.empty()) check_postgres_key(connection, spec, target);
  return target;
}

}  // namespace counterpart
