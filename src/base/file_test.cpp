#include "base/file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

std::size_t entries(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(AtomicFile, KeepsTheOldFileUntilCommit) {
  const test::TemporaryDirectory folder;
  const auto path = folder.path() / "out.txt";
  std::ofstream(path) << "old";
  AtomicFile file(path);
  file.write("new");
  file.sync();
  EXPECT_EQ(read_file(path, ErrorKind::output), "old");
  file.commit();
  EXPECT_EQ(read_file(path, ErrorKind::output), "new");
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(AtomicFile, LeavesNothingWhenAbandoned) {
  const test::TemporaryDirectory folder;
  {
    AtomicFile file(folder.path() / "out.txt");
    file.write(std::string(1 << 20, 'x'));
  }
  EXPECT_EQ(entries(folder.path()), 0u);
}

/// A kill between `sync` and `commit` leaves a name that nobody holds.
TEST(AtomicFile, TakesAwayWhatAKilledProcessLeft) {
  const test::TemporaryDirectory folder;
  const auto path = folder.path() / "out.txt";
  std::ofstream(folder.path() / ".out.txt.4711-0.tmp") << "half";
  const AtomicFile file(path);
  EXPECT_EQ(entries(folder.path()), 0u);
}

TEST(AtomicFile, LeavesWhatAnotherStillWritesAndWhatIsNotItsOwn) {
  const test::TemporaryDirectory folder;
  const auto path = folder.path() / "out.txt";
  AtomicFile first(path);
  first.write("first");
  first.sync();
  for (const char* name :
       {".out.txt.tmp", ".out.txt.bak-1.tmp", ".other.txt.4711-0.tmp", "out.txt.4711-0.tmp"})
    std::ofstream(folder.path() / name) << "somebody's";
  const AtomicFile second(path);
  EXPECT_EQ(entries(folder.path()), 5u);
  first.commit();
  EXPECT_EQ(read_file(path, ErrorKind::output), "first");
}

TEST(AtomicFile, NeverReplacesADeviceOrAFolder) {
  const test::TemporaryDirectory folder;
  EXPECT_THROW(AtomicFile("/dev/null"), Error);
  EXPECT_THROW(AtomicFile(folder.path()), Error);
  std::filesystem::create_symlink("/dev/null", folder.path() / "link");
  EXPECT_THROW(AtomicFile(folder.path() / "link"), Error);
}

TEST(AtomicFile, FollowsALinkAndKeepsIt) {
  const test::TemporaryDirectory folder;
  std::ofstream(folder.path() / "real.txt") << "old";
  std::filesystem::create_symlink("real.txt", folder.path() / "link.txt");
  AtomicFile file(folder.path() / "link.txt");
  file.write("new");
  file.commit();
  EXPECT_TRUE(std::filesystem::is_symlink(folder.path() / "link.txt"));
  EXPECT_EQ(read_file(folder.path() / "real.txt", ErrorKind::output), "new");
}

TEST(AtomicFile, SaysWhichFolderIsMissing) {
  const test::TemporaryDirectory folder;
  try {
    AtomicFile file(folder.path() / "no" / "out.txt");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::output);
    EXPECT_NE(std::string(error.what()).find("out.txt"), std::string::npos);
  }
}

TEST(TemporaryFile, GivesBackWhatWasAppended) {
  const test::TemporaryDirectory folder;
  TemporaryFile file(folder.path());
  EXPECT_EQ(file.append("abc"), 0u);
  EXPECT_EQ(file.append("defg"), 3u);
  std::string back(4, ' ');
  file.read(3, back.data(), 4);
  EXPECT_EQ(back, "defg");
  EXPECT_THROW(file.read(5, back.data(), 4), Error);
  EXPECT_EQ(entries(folder.path()), 0u);
}

}  // namespace
}  // namespace counterpart
