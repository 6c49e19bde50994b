#include "contract/database_world.hpp"
#include "source/sqlite_source.hpp"
#include "support/sqlite_tables.hpp"

namespace counterpart::test {
namespace {

class SqliteWorld final : public SourceWorld {
 public:
  std::unique_ptr<RecordStream> open(const SourceTable& table, const SourceContext& context) override {
    for (const std::string& statement :
         statements_of(table, {.int64 = "INTEGER", .date = "TEXT", .text = "TEXT"})) {
      tables_.run(statement);
    }
    DatabaseSpec spec;
    spec.url = tables_.url();
    spec.table = "people";
    return open_sqlite_source(spec, context);
  }

 private:
  SqliteTables tables_;
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
