#include <sqlite3.h>

#include <stdexcept>

#include "contract/source_contract.hpp"
#include "source/sqlite_source.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {
namespace {

void execute(sqlite3* database, const std::string& sql) {
  if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(database));
}

std::string literal(const Value& value) {
  if (value.is_null()) return "NULL";
  if (value.type() != Type::string) return to_text(value);
  std::string text = "'";
  for (const char c : value.as_string()) text.append(c == '\'' ? 2 : 1, c);
  return text + "'";
}

class SqliteWorld final : public SourceWorld {
 public:
  std::unique_ptr<RecordStream> open(const SourceTable& table, const SourceContext& context) override {
    const std::string file = (folder_.path() / "source.db").string();
    sqlite3* database = nullptr;
    sqlite3_open(file.c_str(), &database);
    execute(database, "BEGIN; CREATE TABLE people (" + columns_of(table) + ")");
    for (const auto& row : table.rows) {
      std::string values;
      for (const Cell& cell : row) values += (values.empty() ? "" : ", ") + literal(cell.value());
      execute(database, "INSERT INTO people VALUES (" + values + ")");
    }
    execute(database, "COMMIT");
    sqlite3_close(database);
    DatabaseSpec spec;
    spec.url = "sqlite:" + file;
    spec.table = "people";
    return open_sqlite_source(spec, context);
  }

 private:
  static std::string columns_of(const SourceTable& table) {
    std::string columns;
    for (const SourceTable::Column& column : table.columns) {
      columns += (columns.empty() ? "\"" : ", \"") + column.name +
                 (column.type == Type::int64 ? "\" INTEGER" : "\" TEXT");
      if (column.name == table.primary_key) columns += " PRIMARY KEY";
    }
    return columns;
  }

  TemporaryDirectory folder_;
};

SourceQuirks sqlite_quirks() {
  SourceQuirks quirks;
  quirks.origin = [](std::size_t index) { return Origin{Origin::Kind::row, index + 1, 0}; };
  quirks.knows_primary_keys = true;
  return quirks;
}

INSTANTIATE_TEST_SUITE_P(Sqlite, SourceContract,
                         testing::Values(SourceCase{sqlite_quirks(),
                                                    [] { return std::make_unique<SqliteWorld>(); }}));

}  // namespace
}  // namespace counterpart::test
