#include "contract/database_world.hpp"
#include "source/mysql_source.hpp"
#include "support/mariadb_server.hpp"

namespace counterpart::test {
namespace {

/// Without a primary key InnoDB keeps the rows in the order of their insertion.
std::unique_ptr<SourceWorld> mysql_world(unsigned split) {
  return std::make_unique<ServerWorld<MariadbServer>>(
      DatabaseSpec::Kind::mysql, SqlDialect{.quote = '`', .escaped = "'\\"}, open_mysql_source, split);
}

SourceQuirks mysql_quirks() {
  SourceQuirks quirks;
  quirks.origin = [](std::size_t index) { return Origin{Origin::Kind::row, index + 1, 0}; };
  quirks.knows_primary_keys = true;
  return quirks;
}

INSTANTIATE_TEST_SUITE_P(Mysql, SourceContract,
                         testing::Values(SourceCase{mysql_quirks(), [] { return mysql_world(1); }}));
INSTANTIATE_TEST_SUITE_P(SplitMysql, SourceContract,
                         testing::Values(SourceCase{over_ranges(mysql_quirks()),
                                                    [] { return mysql_world(3); }}));

}  // namespace
}  // namespace counterpart::test
