#include "order/spill_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <random>
#include <string>
#include <vector>

#include "order/external_sort.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

std::string noise(std::size_t size) {
  std::mt19937 random(5);
  std::string text;
  while (text.size() < size) text += static_cast<char>(random() % 256);
  return text;
}

/// The open file of this process that has no name any more and lies in `folder`.
Descriptor nameless_file(const std::filesystem::path& folder) {
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code problem;
    const std::string target = std::filesystem::read_symlink(entry.path(), problem).string();
    if (!problem && target.starts_with(folder.string() + "/"))
      return Descriptor(::open(entry.path().c_str(), O_RDWR | O_CLOEXEC));
  }
  return {};
}

void flip_a_bit(const std::filesystem::path& folder, std::uint64_t at) {
  const Descriptor file = nameless_file(folder);
  ASSERT_TRUE(file);
  char byte = 0;
  ASSERT_EQ(::pread(file.get(), &byte, 1, static_cast<off_t>(at)), 1);
  byte = static_cast<char>(byte ^ 4);
  ASSERT_EQ(::pwrite(file.get(), &byte, 1, static_cast<off_t>(at)), 1);
}

TEST(SpillFile, GivesBackBlocksOfEveryKind) {
  const test::TemporaryDirectory folder;
  SpillFile file(folder.path());
  const std::vector<std::string> blocks{"", "x", std::string(100'000, 'a'), noise(70'000),
                                        "names names names names"};
  for (const std::string& block : blocks) file.append(block);
  Bytes back;
  std::uint64_t place = 0;
  for (const std::string& block : blocks) {
    place = file.read(place, back);
    EXPECT_TRUE(back.view() == block);
  }
  EXPECT_EQ(place, file.size());
}

TEST(SpillFile, TakesLessRoomThanWhatRepeats) {
  const test::TemporaryDirectory folder;
  SpillFile file(folder.path());
  file.append(std::string(100'000, 'a'));
  EXPECT_LT(file.size(), 1000u);
  const std::uint64_t before = file.size();
  file.append(noise(10'000));
  EXPECT_LT(file.size() - before, 10'100u);
}

TEST(SpillFile, ADamagedBlockIsAnErrorWhereverTheDamageIs) {
  for (const std::string& block : {std::string(500, 'a') + noise(20), noise(100)}) {
    const test::TemporaryDirectory folder;
    SpillFile file(folder.path());
    file.append(block);
    Bytes back;
    for (std::uint64_t at = 0; at < file.size(); ++at) {
      flip_a_bit(folder.path(), at);
      try {
        file.read(0, back);
        ADD_FAILURE() << "byte " << at;
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::output);
        EXPECT_NE(std::string(error.what()).find("reads back other than it was written"), std::string::npos);
      }
      flip_a_bit(folder.path(), at);
    }
    file.read(0, back);
    EXPECT_TRUE(back.view() == block);
  }
}

TEST(SpillFile, ASortOverADamagedBlockEndsInAnError) {
  const test::TemporaryDirectory folder;
  const CancelToken cancel;
  ExternalSort sort({1 << 18, folder.path(), &cancel});
  for (int i = 0; i < 30'000; ++i) sort.add({std::to_string(i * 7919 % 30'000), "payload"});
  const auto stream = sort.finish();
  flip_a_bit(folder.path(), 2000);
  EXPECT_THROW(while (stream->next() != nullptr){}, Error);
}

}  // namespace
}  // namespace counterpart
