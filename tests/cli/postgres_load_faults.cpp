#include "cli/load_faults.hpp"
#include "support/postgres_tables.hpp"

namespace counterpart::test {
namespace {

std::unique_ptr<TableWorld> make_postgres(const std::filesystem::path&) {
  return std::make_unique<PostgresTables>();
}

/// Else a kill point would be none.
TEST(FaultShim, SeesTheCallsOfLibpq) {
  const auto& calls = LoadJob::of({make_postgres, Loading::replace}).calls();
  for (const char* call : {"socket", "connect", "send", "recv"}) {
    EXPECT_TRUE(std::any_of(calls.begin(), calls.end(), [&](const CountedCall& made) {
      return made.call == call;
    })) << call;
  }
}

INSTANTIATE_TEST_SUITE_P(Postgres, KillPoints, load_cases(make_postgres), loading_name);
INSTANTIATE_TEST_SUITE_P(Postgres, CutWrites, two_load_cases(make_postgres), loading_name);
INSTANTIATE_TEST_SUITE_P(Postgres, SignalPoints, two_load_cases(make_postgres), loading_name);
INSTANTIATE_TEST_SUITE_P(Postgres, StopPoints, two_load_cases(make_postgres), loading_name);
INSTANTIATE_TEST_SUITE_P(Postgres, ServerPoints, two_load_cases(make_postgres), loading_name);

}  // namespace
}  // namespace counterpart::test
