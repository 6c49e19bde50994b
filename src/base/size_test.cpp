#include "base/size.hpp"

#include <gtest/gtest.h>

namespace counterpart {

TEST(Size, ReadsUnitsOfBothKinds) {
  EXPECT_EQ(parse_size("256MiB"), 256u << 20);
  EXPECT_EQ(parse_size("256 mib"), 256u << 20);
  EXPECT_EQ(parse_size("2GB"), 2000000000u);
  EXPECT_EQ(parse_size("65536"), 65536u);
}

TEST(Size, RefusesWhatIsNoSize) {
  for (const char* text : {"", "MiB", "-1", "1.5GiB", "12 apples", "99999999999999999999", "9999999999GiB"}) {
    EXPECT_FALSE(parse_size(text)) << text;
  }
}

TEST(Size, FormatsForPeople) {
  EXPECT_EQ(format_size(182), "182 B");
  EXPECT_EQ(format_size(256u << 20), "256 MiB");
  EXPECT_EQ(format_size(1536), "1.5 KiB");
  EXPECT_EQ(format_count(0), "0");
  EXPECT_EQ(format_count(999), "999");
  EXPECT_EQ(format_count(1000), "1,000");
  EXPECT_EQ(format_count(1234567), "1,234,567");
  EXPECT_EQ(format_count(0, "pair"), "0 pairs");
  EXPECT_EQ(format_count(1, "pair"), "1 pair");
  EXPECT_EQ(format_count(1000, "more pair"), "1,000 more pairs");
}

}  // namespace counterpart
