#include "sink/sqlite_target.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "sink/identifier.hpp"
#include "sink/load_tally.hpp"

namespace counterpart {
namespace {

/// A column of a table that is there already.
struct TargetColumn {
  std::string name;
  std::string type;  ///< as it is declared, in upper case
  bool keeps_texts = true;
  bool makes_texts = false;   ///< of numbers
  bool makes_floats = false;  ///< of whole numbers
  bool is_generated = false;
};

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return text;
}

enum class Affinity { integer, text, blob, real, numeric };

/// Of a declared type, in upper case, by the rules of https://www.sqlite.org/datatype3.html section 3.1.
Affinity affinity(const std::string& type) {
  const auto has = [&type](const char* part) { return type.find(part) != std::string::npos; };
  if (has("INT")) return Affinity::integer;
  if (has("CHAR") || has("CLOB") || has("TEXT")) return Affinity::text;
  if (has("BLOB") || type.empty()) return Affinity::blob;
  return has("REAL") || has("FLOA") || has("DOUB") ? Affinity::real : Affinity::numeric;
}

TargetColumn target_column(std::string name, std::string type, bool strict, bool is_generated) {
  const Affinity how = affinity(type);
  // The others make numbers of texts that look like one.
  const bool keeps_texts = how == Affinity::text || how == Affinity::blob || (strict && type == "ANY");
  return {std::move(name),       std::move(type),       keeps_texts,
          how == Affinity::text, how == Affinity::real, is_generated};
}

bool can_be_text(const ColumnType& type) {
  using Kind = ColumnType::Kind;
  return type.kind == Kind::varchar || type.kind == Kind::text || type.kind == Kind::any;
}

std::vector<TargetColumn> target_columns(SqliteDatabase& database, const std::string& table) {
  SqliteStatement columns = database.prepare(
      "SELECT name, type, (SELECT MAX(strict) FROM pragma_table_list(?1) WHERE schema = 'main'), hidden IN "
      "(2, 3) FROM pragma_table_xinfo(?1) WHERE hidden <> 1");
  columns.bind(0, Value::string(table));
  std::vector<TargetColumn> known;
  while (columns.step()) {
    known.push_back(target_column(to_text(columns.value(0)), upper(to_text(columns.value(1))),
                                  to_text(columns.value(2)) == "1", to_text(columns.value(3)) == "1"));
  }
  return known;
}

[[noreturn]] void refuse_unknown(const std::string& place, const std::string& name,
                                 const std::vector<TargetColumn>& known) {
  std::vector<std::string> names;
  for (const TargetColumn& column : known) names.push_back(column.name);
  throw Error(ErrorKind::load_rolled_back, fmt::format("{}: has no column '{}'{}", place, printable(name),
                                                       printable(did_you_mean(name, names))))
      .hint("rename the column in the job file, add it to the table, or load into another table");
}

void check_values_kept(const TargetColumn& target, const Column& column, const std::string& place) {
  const std::string name = printable(column.name);
  if (target.is_generated) {
    throw Error(ErrorKind::load_rolled_back,
                fmt::format("{}: column '{}' is generated there from others", place, name))
        .hint("leave it out of the job, make it a plain column, or load into another table");
  }
  if (!target.keeps_texts && can_be_text(column.type)) {
    throw Error(ErrorKind::load_rolled_back,
                fmt::format("{}: column '{}' is no text column there: SQLite would store '01234' as 1234",
                            place, name))
        .hint("declare the table's column as TEXT, or give the job's column the type that the table has");
  }
  // A double holds every int, but not every bigint.
  if (target.makes_floats && column.type.kind == ColumnType::Kind::bigint) {
    throw Error(ErrorKind::load_rolled_back,
                fmt::format("{}: column '{}' is {} there: SQLite would store 9007199254740993 as "
                            "9007199254740992",
                            place, name, printable(target.type)))
        .hint(printable(fmt::format(
            "declare the table's column as INTEGER in place of {}, or give the job's column the type int or "
            "double",
            target.type)));
  }
}

void check_columns(SqliteDatabase& database, const TableSpec& spec, const std::string& place) {
  const std::vector<TargetColumn> known = target_columns(database, spec.table);
  for (const Column& column : spec.columns) {
    const auto target = std::find_if(known.begin(), known.end(), [&](const TargetColumn& candidate) {
      return same_name(candidate.name, column.name);
    });
    if (target == known.end()) refuse_unknown(place, column.name, known);
    check_values_kept(*target, column, place);
  }
}

bool same_columns(std::vector<std::string> columns, const std::vector<std::string>& key) {
  return columns.size() == key.size() && std::all_of(key.begin(), key.end(), [&](const std::string& name) {
           return std::any_of(columns.begin(), columns.end(),
                              [&](const std::string& column) { return same_name(column, name); });
         });
}

/// The names of the unique indexes that hold for all rows.
std::vector<std::string> unique_indexes(SqliteDatabase& database, const std::string& table) {
  SqliteStatement indexes =
      database.prepare("SELECT name FROM pragma_index_list(?1) WHERE \"unique\" = 1 AND partial = 0");
  indexes.bind(0, Value::string(table));
  std::vector<std::string> names;
  while (indexes.step()) names.push_back(to_text(indexes.value(0)));
  return names;
}

/// True if one column, the row id under another name, is the key.
bool is_rowid(SqliteDatabase& database, const TableSpec& spec) {
  SqliteStatement columns = database.prepare("SELECT name, type FROM pragma_table_info(?1) WHERE pk > 0");
  columns.bind(0, Value::string(spec.table));
  std::vector<std::string> names;
  bool whole = true;
  while (columns.step()) {
    names.push_back(to_text(columns.value(0)));
    whole = whole && upper(to_text(columns.value(1))) == "INTEGER";
  }
  return whole && names.size() == 1 && same_columns(names, spec.key);
}

void check_key(SqliteDatabase& database, const TableSpec& spec, const std::string& place) {
  bool by_letters = false;
  for (const std::string& index : unique_indexes(database, spec.table)) {
    SqliteStatement parts = database.prepare("SELECT name, coll FROM pragma_index_xinfo(?1) WHERE key = 1");
    parts.bind(0, Value::string(index));
    std::vector<std::string> names;
    bool binary = true;
    while (parts.step()) {
      names.push_back(to_text(parts.value(0)));
      binary = binary && upper(to_text(parts.value(1))) == "BINARY";
    }
    if (!same_columns(names, spec.key)) continue;
    if (binary) return;
    by_letters = true;
  }
  if (is_rowid(database, spec)) return;
  if (by_letters) {
    throw Error(ErrorKind::load_rolled_back,
                fmt::format("{}: its key ({}) takes different texts for the same: the index has a collation",
                            place, key_text(spec)))
        .hint("make the unique index with COLLATE BINARY");
  }
  std::vector<std::string> quoted;
  for (const std::string& name : spec.key) quoted.push_back(sqlite_quoted(name));
  throw Error(ErrorKind::load_rolled_back,
              fmt::format("{}: no unique index is over exactly the key ({})", place, key_text(spec)))
      .hint(printable(fmt::format("make one: CREATE UNIQUE INDEX … ON {} ({})", sqlite_quoted(spec.table),
                                  fmt::join(quoted, ", "))));
}

}  // namespace

bool sqlite_table_exists(SqliteDatabase& database, const std::string& table) {
  SqliteStatement type = database.prepare(
      "SELECT type FROM sqlite_master WHERE name = ? COLLATE NOCASE AND type IN ('table', 'view')");
  type.bind(0, Value::string(table));
  if (!type.step()) return false;
  if (to_text(type.value(0)) == "table") return true;
  throw Error(ErrorKind::load_rolled_back,
              fmt::format("table {} in {}: is a view", printable(table), database.place()))
      .hint("name a table instead");
}

std::vector<bool> sqlite_text_columns(SqliteDatabase& database, const TableSpec& spec) {
  const std::vector<TargetColumn> known = target_columns(database, spec.table);
  std::vector<bool> texts;
  for (const Column& column : spec.columns) {
    texts.push_back(std::any_of(known.begin(), known.end(), [&](const TargetColumn& target) {
      return same_name(target.name, column.name) && target.makes_texts;
    }));
  }
  return texts;
}

void check_sqlite_target(SqliteDatabase& database, const TableSpec& spec, const std::string& place) {
  check_columns(database, spec, place);
  if (!spec.key.empty()) check_key(database, spec, place);
}

}  // namespace counterpart
