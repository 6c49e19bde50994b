#pragma once
/// The table of a source contract, made in a database by its own SQL.

#include <memory>
#include <string>
#include <vector>

#include "contract/source_contract.hpp"

namespace counterpart::test {

/// How a database writes what the contract's tables are made of.
struct SqlDialect {
  char quote = '"';              ///< around names
  std::string escaped = "'";     ///< characters that stand twice in a text
  std::string int64 = "bigint";  ///< types of columns
  std::string date = "date";
  std::string text = "varchar(200)";
};

/// The statements that make `people` of a contract's table, rows in their order.
inline std::vector<std::string> statements_of(const SourceTable& table, const SqlDialect& dialect) {
  const auto literal = [&](const Value& value) -> std::string {
    if (value.is_null()) return "NULL";
    if (value.type() != Type::string) return to_text(value);
    std::string text = "'";
    for (const char c : value.as_string())
      text.append(dialect.escaped.find(c) != std::string::npos ? 2 : 1, c);
    return text + "'";
  };
  std::string columns;
  for (const SourceTable::Column& column : table.columns) {
    const std::string& type = column.type == Type::int64  ? dialect.int64
                              : column.type == Type::date ? dialect.date
                                                          : dialect.text;
    columns += (columns.empty() ? "" : ", ") + (dialect.quote + column.name + dialect.quote) + " " + type;
    if (column.name == table.primary_key) columns += " PRIMARY KEY";
  }
  std::vector<std::string> statements{"CREATE TABLE people (" + columns + ")"};
  std::string rows;
  for (const auto& row : table.rows) {
    std::string values;
    for (const Cell& cell : row) values += (values.empty() ? "" : ", ") + literal(cell.value());
    rows += (rows.empty() ? "(" : ", (") + values + ")";
  }
  if (!rows.empty()) statements.push_back("INSERT INTO people VALUES " + rows);
  return statements;
}

/// A server's table, read over `split` connections.
template <class Server>
class ServerWorld final : public SourceWorld {
 public:
  using Opener = std::unique_ptr<RecordStream> (*)(const DatabaseSpec&, const SourceContext&);

  ServerWorld(DatabaseSpec::Kind kind, SqlDialect dialect, Opener opener, unsigned split)
      : dialect_(std::move(dialect)), open_(opener) {
    spec_.kind = kind;
    spec_.table = "people";
    spec_.split = split;
    spec_.split_by = "id";
  }

  std::unique_ptr<RecordStream> open(const SourceTable& table, const SourceContext& context) override {
    Server& server = Server::instance();
    const std::string database = server.fresh_database();
    server.run_all(database, statements_of(table, dialect_));
    spec_.url = server.url(database);
    return open_(spec_, context);
  }

 private:
  DatabaseSpec spec_;
  SqlDialect dialect_;
  Opener open_;
};

/// Quirks of a table that is read over several connections: the rows of each range in their order, the ranges
/// in none.
inline SourceQuirks over_ranges(SourceQuirks quirks) {
  quirks.in_order = false;
  quirks.origin = [](std::size_t index) { return Origin{Origin::Kind::range, index + 1, 1}; };
  return quirks;
}

}  // namespace counterpart::test
