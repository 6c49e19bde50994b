#include "contract/table_contract.hpp"
#include "support/postgres_tables.hpp"

namespace counterpart::test {
namespace {

INSTANTIATE_TEST_SUITE_P(Postgres, TableContract,
                         testing::Values(TableCase{[] { return std::make_unique<PostgresTables>(); },
                                                   ErrorKind::locked, "VARCHAR(50) COLLATE caseless", "",
                                                   false}));

}  // namespace
}  // namespace counterpart::test
