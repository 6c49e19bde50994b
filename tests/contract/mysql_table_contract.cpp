#include "contract/table_contract.hpp"
#include "support/mysql_tables.hpp"

namespace counterpart::test {
namespace {

template <typename Tables>
TableCase mysql_case() {
  return {[] { return std::make_unique<Tables>(); }, ErrorKind::locked,
          "VARCHAR(50) COLLATE utf8mb4_general_ci",
          "ALTER TABLE people MODIFY name VARCHAR(50) COLLATE utf8mb4_bin NOT NULL"};
}

INSTANTIATE_TEST_SUITE_P(Mysql, TableContract, testing::Values(mysql_case<MysqlTables>()));
INSTANTIATE_TEST_SUITE_P(MysqlByInserts, TableContract, testing::Values(mysql_case<MysqlTablesByInserts>()));

}  // namespace
}  // namespace counterpart::test
