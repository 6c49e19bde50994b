#include "cli/load_faults.hpp"
#include "support/mysql_tables.hpp"

namespace counterpart::test {
namespace {

std::unique_ptr<TableWorld> make_mysql(const std::filesystem::path&) {
  return std::make_unique<MysqlTables>("loader", "canary-of-a-password");
}

INSTANTIATE_TEST_SUITE_P(Mysql, KillPoints, load_cases(make_mysql), loading_name);

}  // namespace
}  // namespace counterpart::test
