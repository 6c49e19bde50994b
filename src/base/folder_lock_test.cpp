#include "base/folder_lock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

std::string refusal(const std::filesystem::path& folder) {
  try {
    const FolderLock lock(folder);
    return "";
  } catch (const Error& error) {
    return std::to_string(exit_code(error.kind())) + ": " + error.what();
  }
}

TEST(FolderLock, MakesAFolderForItsOwnerAloneAndHoldsIt) {
  const test::TemporaryDirectory place;
  const auto folder = place.path() / "journal";
  {
    const FolderLock lock(folder);
    EXPECT_EQ(std::filesystem::status(folder).permissions(), std::filesystem::perms(0700));
    EXPECT_EQ(std::filesystem::status(folder / FolderLock::kName).permissions(),
              std::filesystem::perms(0600));
    EXPECT_EQ(refusal(folder), "10: " + folder.string() + ": another run holds this folder");
  }
  EXPECT_EQ(refusal(folder), "");
}

TEST(FolderLock, IsANewOneOnceTheFolderWasRemoved) {
  const test::TemporaryDirectory place;
  const auto folder = place.path() / "journal";
  const FolderLock first(folder);
  std::filesystem::remove_all(folder);
  const FolderLock second(folder);
  EXPECT_THAT(refusal(folder), testing::StartsWith("10: "));
}

TEST(FolderLock, RefusesAFolderThatOthersCanGetAt) {
  const test::TemporaryDirectory place;
  const auto folder = place.path() / "journal";
  std::filesystem::create_directory(folder);
  std::filesystem::permissions(folder, std::filesystem::perms(0755));
  EXPECT_EQ(refusal(folder), "9: " + folder.string() + ": others can get at this folder");
  std::filesystem::remove(folder);
  std::filesystem::create_directory_symlink(place.path(), folder);
  EXPECT_EQ(refusal(folder), "9: " + folder.string() + ": is no folder");
}

}  // namespace
}  // namespace counterpart
