#include "base/bytes.hpp"

#include <gtest/gtest.h>

#include <string>

namespace counterpart {
namespace {

TEST(Bytes, PutCopiesEveryLengthAndNothingBeyond) {
  for (std::size_t size = 0; size < 100; ++size) {
    std::string text;
    for (std::size_t i = 0; i < size; ++i) text += static_cast<char>('a' + i % 26);
    std::string to(size + 2, '#');
    EXPECT_EQ(put(to.data() + 1, text), to.data() + 1 + size);
    EXPECT_EQ(to, "#" + text + "#");
  }
}

TEST(Bytes, KeepsWhatWasWrittenWhileItGrows) {
  Bytes bytes;
  std::string expected;
  for (int i = 0; i < 1000; ++i) {
    const std::string text = std::to_string(i);
    char* at = bytes.room(text.size() + 40);  // more than is taken
    bytes.close(put(at, text));
    expected += text;
  }
  bytes.append("end");
  EXPECT_EQ(bytes.view(), expected + "end");
  const Bytes moved = std::move(bytes);
  EXPECT_EQ(moved.view(), expected + "end");
}

TEST(Bytes, ClearKeepsTheMemoryAndAssignReplaces) {
  Bytes bytes;
  EXPECT_TRUE(bytes.view().empty());
  bytes.assign("first and longer");
  const std::size_t capacity = bytes.capacity();
  bytes.clear();
  EXPECT_TRUE(bytes.empty());
  EXPECT_EQ(bytes.capacity(), capacity);
  bytes.assign("second");
  EXPECT_EQ(bytes.view(), "second");
}

}  // namespace
}  // namespace counterpart
