#include "contract/table_contract.hpp"
#include "support/mysql_tables.hpp"

namespace counterpart::test {
namespace {

INSTANTIATE_TEST_SUITE_P(Mysql, TableContract,
                         testing::Values(TableCase{
                             [] { return std::make_unique<MysqlTables>(); }, ErrorKind::locked,
                             "VARCHAR(50) COLLATE utf8mb4_general_ci",
                             "ALTER TABLE people MODIFY name VARCHAR(50) COLLATE utf8mb4_bin NOT NULL"}));

}  // namespace
}  // namespace counterpart::test
