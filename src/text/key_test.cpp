#include "text/key.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <vector>

namespace counterpart {
namespace {

std::string encoded(const std::vector<std::string>& parts) {
  Bytes key;
  for (const std::string& part : parts) append_key_part(key, part);
  return std::string(key.view());
}

TEST(Key, OrdersPartByPartAndNeverConfusesParts) {
  std::mt19937 random(11);
  const auto part = [&] {
    std::string text;
    for (std::size_t i = random() % 4; i > 0; --i) text += static_cast<char>("\0\1\2a\xFF"[random() % 5]);
    return text;
  };
  for (int round = 0; round < 20000; ++round) {
    const std::vector<std::string> a{part(), part()};
    const std::vector<std::string> b{part(), part()};
    ASSERT_EQ(encoded(a).compare(encoded(b)) < 0, a < b);
    ASSERT_EQ(encoded(a) == encoded(b), a == b);
  }
}

TEST(Key, EscapesTheLowestBytesWhereverTheyStand) {
  for (std::size_t size = 1; size < 30; ++size) {
    const std::string part(size, '\2');
    EXPECT_EQ(encoded({part}), part + '\0');
    for (std::size_t at = 0; at < size; ++at) {
      for (const char low : {'\0', '\1'}) {
        std::string text = part;
        text[at] = low;
        std::string expected = part + '\0';
        expected.replace(at, 1, {'\1', static_cast<char>(low + 1)});
        EXPECT_EQ(encoded({text}), expected) << size << " " << at;
      }
    }
  }
}

TEST(Key, IdsOrderAsNumbersBeforeTexts) {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  std::string before;
  for (const Value id :
       {Value::int64(least), Value::int64(-1), Value::int64(0), Value::int64(9), Value::int64(10),
        Value::int64(most), Value::string(""), Value::string("10"), Value::string("9")}) {
    Bytes key;
    append_id(key, id);
    EXPECT_LT(before, key.view());
    EXPECT_EQ(id_text(key), to_text(id));
    before = key.view();
  }
}

}  // namespace
}  // namespace counterpart
