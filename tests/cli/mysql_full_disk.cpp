#include "cli/full_disk.hpp"
#include "support/mysql_tables.hpp"

namespace counterpart::test {
namespace {

/// The files of the tables are on the small disk, the logs of the server are not.
FullDiskCase mysql_case(Loading loading) {
  return {[](const std::filesystem::path&) {
            return std::make_unique<MysqlTables>("loader", "canary-of-a-password");
          },
          loading,
          [](TableWorld& world, const std::filesystem::path&) {
            std::string folder = world.query("SELECT CONCAT(@@datadir, DATABASE())");
            folder.pop_back();
            return std::filesystem::path(folder);
          },
          64U << 10};
}

INSTANTIATE_TEST_SUITE_P(Mysql, FullDisk,
                         ::testing::Values(mysql_case(Loading::first), mysql_case(Loading::replace),
                                           mysql_case(Loading::append), mysql_case(Loading::upsert)),
                         full_disk_name);

}  // namespace
}  // namespace counterpart::test
