#include <gtest/gtest.h>

#include <string>

#include "match/linkage/person_table.hpp"

namespace counterpart::linkage {
namespace {

TEST(ValueTable, NumbersDistinctValuesInOrderOfArrival) {
  ValueTable table;
  EXPECT_EQ(table.code("smith"), 1U);
  EXPECT_EQ(table.code(""), 2U);
  EXPECT_EQ(table.code("smith"), 1U);
  EXPECT_EQ(table.code(std::string_view("smith\0", 6)), 3U);
  EXPECT_EQ(table.size(), 3U);
  EXPECT_EQ(table.value(1), "smith");
  EXPECT_EQ(table.value(2), "");
  EXPECT_EQ(table.value(3), std::string_view("smith\0", 6));
}

TEST(ValueTable, KeepsValuesInPlaceWhileItGrows) {
  ValueTable table;
  const std::string_view first = table.value(table.code("the first"));
  for (int i = 0; i < 100'000; ++i) ASSERT_EQ(table.code(std::to_string(i)), static_cast<Code>(i + 2));
  for (int i = 0; i < 100'000; ++i) ASSERT_EQ(table.code(std::to_string(i)), static_cast<Code>(i + 2));
  EXPECT_EQ(table.value(50'002), "50000");
  EXPECT_EQ(table.value(1).data(), first.data());
  const std::uint64_t before = table.bytes();
  table.seal();
  EXPECT_LT(table.bytes(), before - 1'000'000);  // the slots
  EXPECT_EQ(table.value(100'001), "99999");
}

TEST(ValueTable, TakesValuesLargerThanAChunk) {
  ValueTable table;
  const std::string large(3 << 20, 'x');
  EXPECT_EQ(table.code("before"), 1U);
  EXPECT_EQ(table.code(large), 2U);
  EXPECT_EQ(table.code("after"), 3U);
  EXPECT_EQ(table.value(2), large);
  EXPECT_EQ(table.code(large), 2U);
}

}  // namespace
}  // namespace counterpart::linkage
