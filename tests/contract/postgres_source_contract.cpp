#include "contract/source_contract.hpp"
#include "source/postgres_source.hpp"
#include "support/postgres_server.hpp"

namespace counterpart::test {
namespace {

std::string literal(const Value& value) {
  if (value.is_null()) return "NULL";
  if (value.type() != Type::string) return to_text(value);
  std::string text = "'";
  for (const char c : value.as_string()) text.append(c == '\'' ? 2 : 1, c);
  return text + "'";
}

class PostgresWorld final : public SourceWorld {
 public:
  explicit PostgresWorld(unsigned split = 1) : split_(split) {}
  std::unique_ptr<RecordStream> open(const SourceTable& table, const SourceContext& context) override {
    PostgresServer& server = PostgresServer::instance();
    const std::string database = server.fresh_database();
    std::vector<std::string> statements{"CREATE TABLE people (" + columns_of(table) + ")"};
    std::string rows;
    for (const auto& row : table.rows) {
      std::string values;
      for (const Cell& cell : row) values += (values.empty() ? "" : ", ") + literal(cell.value());
      rows += (rows.empty() ? "(" : ", (") + values + ")";
    }
    if (!rows.empty()) statements.push_back("INSERT INTO people VALUES " + rows);
    server.run_all(database, statements);
    DatabaseSpec spec;
    spec.kind = DatabaseSpec::Kind::postgres;
    spec.url = server.url(database);
    // A new table gives its rows in the order of their insertion.
    spec.table = "people";
    spec.split = split_;
    spec.split_by = "id";
    return open_postgres_source(spec, context);
  }

 private:
  static std::string columns_of(const SourceTable& table) {
    std::string columns;
    for (const SourceTable::Column& column : table.columns) {
      const char* type = column.type == Type::int64  ? " bigint"
                         : column.type == Type::date ? " date"
                                                     : " varchar(200)";
      columns += (columns.empty() ? "\"" : ", \"") + column.name + "\"" + type;
      if (column.name == table.primary_key) columns += " PRIMARY KEY";
    }
    return columns;
  }

  unsigned split_;
};

SourceQuirks postgres_quirks() {
  SourceQuirks quirks;
  quirks.origin = [](std::size_t index) { return Origin{Origin::Kind::row, index + 1, 0}; };
  quirks.stores_bad_dates = false;
  quirks.knows_primary_keys = true;
  return quirks;
}

INSTANTIATE_TEST_SUITE_P(Postgres, SourceContract,
                         testing::Values(SourceCase{postgres_quirks(),
                                                    [] { return std::make_unique<PostgresWorld>(); }}));

/// A table over several connections: the rows of each range in their order, the ranges in none.
SourceQuirks split_postgres_quirks() {
  SourceQuirks quirks = postgres_quirks();
  quirks.in_order = false;
  quirks.origin = [](std::size_t index) { return Origin{Origin::Kind::range, index + 1, 1}; };
  return quirks;
}

INSTANTIATE_TEST_SUITE_P(SplitPostgres, SourceContract,
                         testing::Values(SourceCase{split_postgres_quirks(),
                                                    [] { return std::make_unique<PostgresWorld>(3); }}));

}  // namespace
}  // namespace counterpart::test
