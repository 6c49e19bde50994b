#include "contract/table_contract.hpp"
#include "support/sqlite_tables.hpp"

namespace counterpart::test {
namespace {

INSTANTIATE_TEST_SUITE_P(Sqlite, TableContract,
                         testing::Values(TableCase{[] { return std::make_unique<SqliteTables>(); },
                                                   ErrorKind::load_rolled_back,
                                                   "VARCHAR(50) COLLATE NOCASE"}));

}  // namespace
}  // namespace counterpart::test
