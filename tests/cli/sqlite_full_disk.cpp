#include "cli/full_disk.hpp"
#include "support/sqlite_tables.hpp"

namespace counterpart::test {
namespace {

FullDiskCase sqlite_case(Loading loading) {
  return {[](const std::filesystem::path& folder) {
            return std::make_unique<SqliteTables>(folder / "warehouse.db");
          },
          loading, [](TableWorld&, const std::filesystem::path& outputs) { return outputs; }, 16U << 10};
}

INSTANTIATE_TEST_SUITE_P(Sqlite, FullDisk,
                         ::testing::Values(sqlite_case(Loading::first), sqlite_case(Loading::replace),
                                           sqlite_case(Loading::upsert)),
                         full_disk_name);

}  // namespace
}  // namespace counterpart::test
