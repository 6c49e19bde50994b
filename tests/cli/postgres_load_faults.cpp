#include "cli/load_faults.hpp"
#include "support/postgres_tables.hpp"

namespace counterpart::test {
namespace {

std::unique_ptr<TableWorld> make_postgres(const std::filesystem::path&) {
  return std::make_unique<PostgresTables>();
}

INSTANTIATE_TEST_SUITE_P(Postgres, KillPoints, load_cases(make_postgres), loading_name);
INSTANTIATE_TEST_SUITE_P(Postgres, SignalPoints, load_cases(make_postgres), loading_name);
INSTANTIATE_TEST_SUITE_P(Postgres, StopPoints, load_cases(make_postgres), loading_name);
INSTANTIATE_TEST_SUITE_P(Postgres, ServerPoints, load_cases(make_postgres), loading_name);

}  // namespace
}  // namespace counterpart::test
