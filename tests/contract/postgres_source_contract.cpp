#include "contract/database_world.hpp"
#include "source/postgres_source.hpp"
#include "support/postgres_server.hpp"

namespace counterpart::test {
namespace {

/// A new table gives its rows in the order of their insertion.
std::unique_ptr<SourceWorld> postgres_world(unsigned split) {
  return std::make_unique<ServerWorld<PostgresServer>>(DatabaseSpec::Kind::postgres, SqlDialect{},
                                                       open_postgres_source, split);
}

SourceQuirks postgres_quirks() {
  SourceQuirks quirks;
  quirks.origin = [](std::size_t index) { return Origin{Origin::Kind::row, index + 1, 0}; };
  quirks.stores_bad_dates = false;
  quirks.knows_primary_keys = true;
  return quirks;
}

INSTANTIATE_TEST_SUITE_P(Postgres, SourceContract,
                         testing::Values(SourceCase{postgres_quirks(), [] { return postgres_world(1); }}));
INSTANTIATE_TEST_SUITE_P(SplitPostgres, SourceContract,
                         testing::Values(SourceCase{over_ranges(postgres_quirks()),
                                                    [] { return postgres_world(3); }}));

}  // namespace
}  // namespace counterpart::test
