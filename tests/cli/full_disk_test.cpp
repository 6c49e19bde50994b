// Disks that are really full: of the outputs and an SQLite table, of the sorting, of a database server.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

#include "cli/full_disk.hpp"
#include "support/small_disk.hpp"

namespace counterpart::test {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(FullDisk);

namespace {

using ::testing::IsEmpty;

/// Beyond what any run here needs; one that fails with so much room left fails for another reason.
constexpr std::uint64_t kMostRoom = 16U << 20;
const Promise kRefused{{0, 6, 7, 9}};

}  // namespace

TEST_P(FullDisk, LeavesEverythingAsItWas) {
  if (!SmallDisk::can_be_made()) GTEST_SKIP() << "only root can mount a small file system";
  std::optional<SmallDisk> disk;
  LoadJob job({[&](const std::filesystem::path& folder) {
                 auto world = GetParam().make_world(folder);
                 const std::filesystem::path on_disk = GetParam().folder(*world, folder);
                 disk.emplace(on_disk);
                 if (GetParam().use) GetParam().use(*world, on_disk);
                 return world;
               },
               GetParam().loading});
  unsigned failed = 0;
  bool enough = false;
  for (std::uint64_t room = 0; !enough && room < kMostRoom; room += GetParam().step) {
    SCOPED_TRACE(fmt::format("{} KiB free", room >> 10));
    job.reset();
    disk->leave(room);
    const Ended ended = job.run();
    disk->make_room();
    enough = ended.exit_code == 0;
    if (!enough) ++failed;
    EXPECT_THAT(job.judge(ended, kRefused), IsEmpty());
  }
  if (GetParam().leave) GetParam().leave(job.world());
  EXPECT_TRUE(enough);
  EXPECT_GE(failed, 3U);
  RecordProperty("fault_points", static_cast<int>(failed));
}

}  // namespace counterpart::test
