#include "cli/load_faults.hpp"
#include "support/sqlite_tables.hpp"

namespace counterpart::test {
namespace {

std::unique_ptr<TableWorld> make_sqlite(const std::filesystem::path& folder) {
  return std::make_unique<SqliteTables>(folder / "warehouse.db");
}

/// Else a kill point would be none.
TEST(FaultShim, SeesTheCallsOfSqliteAndOfTheProgram) {
  const auto& calls = LoadJob::of({make_sqlite, Loading::replace}).calls();
  const auto made = [&calls](const std::string& call, const std::string& place) {
    return std::any_of(calls.begin(), calls.end(), [&](const CountedCall& each) {
      return each.call == call && each.place.find(place) != std::string::npos;
    });
  };
  for (const char* call : {"open", "pread", "pwrite", "fdatasync"})
    EXPECT_TRUE(made(call, "warehouse.db")) << call;
  EXPECT_TRUE(made("unlink", "warehouse.db-journal"));
  for (const char* call : {"write", "fsync"}) EXPECT_TRUE(made(call, "/out/#")) << call;
  for (const char* call : {"link", "rename"}) EXPECT_TRUE(made(call, "matches.csv")) << call;
  EXPECT_TRUE(made("read", "left.csv"));
  EXPECT_TRUE(made("write", "pipe:"));
}

INSTANTIATE_TEST_SUITE_P(Sqlite, KillPoints, load_cases(make_sqlite), loading_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, CutWrites, two_load_cases(make_sqlite), loading_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, SignalPoints, two_load_cases(make_sqlite), loading_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, StopPoints, two_load_cases(make_sqlite), loading_name);

}  // namespace
}  // namespace counterpart::test
