#include "cli/load_faults.hpp"
#include "support/mysql_tables.hpp"

namespace counterpart::test {
namespace {

std::unique_ptr<TableWorld> make_mysql(const std::filesystem::path&) {
  return std::make_unique<MysqlTables>("loader", "canary-of-a-password");
}

/// Else a kill point would be none.
TEST(FaultShim, SeesTheCallsOfLibmariadb) {
  const auto& calls = LoadJob::of({make_mysql, Loading::replace}).calls();
  for (const char* call : {"socket", "connect", "send", "recv"}) {
    EXPECT_TRUE(std::any_of(calls.begin(), calls.end(), [&](const CountedCall& made) {
      return made.call == call;
    })) << call;
  }
}

INSTANTIATE_TEST_SUITE_P(Mysql, KillPoints, load_cases(make_mysql), loading_name);
INSTANTIATE_TEST_SUITE_P(Mysql, CutWrites, two_load_cases(make_mysql), loading_name);
INSTANTIATE_TEST_SUITE_P(Mysql, SignalPoints, two_load_cases(make_mysql), loading_name);
INSTANTIATE_TEST_SUITE_P(Mysql, StopPoints, two_load_cases(make_mysql), loading_name);
INSTANTIATE_TEST_SUITE_P(Mysql, ServerPoints, two_load_cases(make_mysql), loading_name);

}  // namespace
}  // namespace counterpart::test
