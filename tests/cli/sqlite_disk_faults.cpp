#include "cli/load_faults.hpp"
#include "support/sqlite_tables.hpp"

namespace counterpart::test {
namespace {

std::unique_ptr<TableWorld> make_sqlite(const std::filesystem::path& folder) {
  return std::make_unique<SqliteTables>(folder / "warehouse.db");
}

INSTANTIATE_TEST_SUITE_P(Sqlite, DiskFaults,
                         ::testing::Values(LoadCase{make_sqlite, Loading::first},
                                           LoadCase{make_sqlite, Loading::replace},
                                           LoadCase{make_sqlite, Loading::upsert}),
                         loading_name);

}  // namespace
}  // namespace counterpart::test
