// A MariaDB server whose disk is full.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/load_job.hpp"
#include "support/mysql_tables.hpp"
#include "support/small_disk.hpp"

namespace counterpart::test {
namespace {

using ::testing::AnyOf;
using ::testing::SizeIs;

constexpr std::uint64_t kRoom = 32U << 10;

/// MariaDB 10.11 ends itself when it finds no room while it rolls back, so that nobody can look at its tables
/// here afterwards; what the program says and does with its files can be looked at.
TEST(MysqlFullDisk, IsAnErrorThatLeavesTheFiles) {
  if (!SmallDisk::can_be_made()) GTEST_SKIP() << "only root can mount a small file system";
  std::optional<SmallDisk> disk;
  LoadJob job({[&](const std::filesystem::path&) {
                 auto world = std::make_unique<MysqlTables>();
                 std::string folder = world->query("SELECT CONCAT(@@datadir, DATABASE())");
                 folder.pop_back();
                 disk.emplace(folder);
                 return world;
               },
               Loading::replace});
  job.reset();
  const Files before = job.place().files();
  disk->leave(kRoom);
  const Ended ended = job.run();
  EXPECT_THAT(ended.exit_code, AnyOf(6, 7)) << ended.err;
  EXPECT_THAT(lines_with(ended.err, "error: "), SizeIs(1)) << ended.err;
  EXPECT_THAT(lines_with(ended.err, "hint: "), SizeIs(1)) << ended.err;
  job.place().expect_untouched(before);
  disk->make_room();
}

}  // namespace
}  // namespace counterpart::test
