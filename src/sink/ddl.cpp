#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "sink/identifier.hpp"
#include "sink/reserved_words.hpp"
#include "sink/sink.hpp"

namespace counterpart {
namespace {

using Kind = ColumnType::Kind;

constexpr unsigned kLongestMysqlVarchar = 16'383;  ///< four bytes each have to fit a row of 65,535

/// The types of a dialect in the order of ColumnType::Kind; a varchar adds its length.
using TypeNames = std::array<std::string_view, 9>;
constexpr TypeNames kMysqlTypes{"VARCHAR",    "LONGTEXT", "INT",         "BIGINT",  "DOUBLE",
                                "TINYINT(1)", "DATE",     "DATETIME(6)", "LONGTEXT"};
constexpr TypeNames kPostgresTypes{"VARCHAR", "TEXT", "INTEGER",     "BIGINT", "DOUBLE PRECISION",
                                   "BOOLEAN", "DATE", "TIMESTAMPTZ", "TEXT"};
constexpr TypeNames kSqliteTypes{"VARCHAR", "TEXT", "INTEGER", "INTEGER", "REAL",
                                 "INTEGER", "TEXT", "TEXT",    "TEXT"};

std::string_view surrogate_key(Dialect dialect) {
  switch (dialect) {
    case Dialect::mysql: return "id INT NOT NULL AUTO_INCREMENT";
    case Dialect::postgres: return "id INTEGER GENERATED ALWAYS AS IDENTITY";
    case Dialect::sqlite: return "id INTEGER PRIMARY KEY";
  }
  return {};
}

bool is_plain(std::string_view name) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && std::all_of(name.begin(), name.end(), plain) && (name[0] < '0' || name[0] > '9');
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [lower](char x, char y) { return lower(x) == lower(y); });
}

std::string type_in(Dialect dialect, const ColumnType& type) {
  const TypeNames& names = dialect == Dialect::mysql      ? kMysqlTypes
                           : dialect == Dialect::postgres ? kPostgresTypes
                                                          : kSqliteTypes;
  if (type.kind != Kind::varchar) return std::string(names[static_cast<std::size_t>(type.kind)]);
  if (dialect == Dialect::mysql && type.length > kLongestMysqlVarchar) return "LONGTEXT";
  return fmt::format("VARCHAR({})", type.length);
}

std::string identifier(Dialect dialect, std::string_view name) {
  if (is_plain(name) && !is_reserved(dialect, name)) return std::string(name);
  const char quote = dialect == Dialect::mysql ? '`' : '"';
  std::string quoted(1, quote);
  for (const char c : name) quoted.append(c == quote ? 2 : 1, c);
  return quoted + quote;
}

std::string ddl(Dialect dialect, const std::string& table, const std::vector<Column>& columns,
                const std::vector<std::string>& key) {
  const bool has_id = std::any_of(columns.begin(), columns.end(),
                                  [](const Column& column) { return same_name(column.name, "id"); });
  std::vector<std::string> lines;
  if (!has_id) lines.emplace_back(surrogate_key(dialect));
  const auto in_key = [&key](const Column& column) {
    return std::find(key.begin(), key.end(), column.name) != key.end();
  };
  for (const Column& column : columns)
    lines.push_back(identifier(dialect, column.name) + " " + type_in(dialect, column.type) +
                    (in_key(column) ? " NOT NULL" : ""));
  if (!has_id && dialect != Dialect::sqlite) lines.emplace_back("PRIMARY KEY (id)");
  std::vector<std::string> parts;
  for (const std::string& name : key) parts.push_back(identifier(dialect, name));
  if (!key.empty()) lines.push_back(fmt::format("UNIQUE ({})", fmt::join(parts, ", ")));
  return fmt::format("CREATE TABLE {} (\n    {}\n);\n", identifier(dialect, table),
                     fmt::join(lines, ",\n    "));
}

}  // namespace counterpart
