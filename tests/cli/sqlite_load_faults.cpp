#include "cli/load_faults.hpp"
#include "support/sqlite_tables.hpp"

namespace counterpart::test {
namespace {

std::unique_ptr<TableWorld> make_sqlite(const std::filesystem::path& folder) {
  return std::make_unique<SqliteTables>(folder / "warehouse.db");
}

INSTANTIATE_TEST_SUITE_P(Sqlite, KillPoints, load_cases(make_sqlite), loading_name);

}  // namespace
}  // namespace counterpart::test
