#include "source/key_ranges.hpp"

#include <gtest/gtest.h>

namespace counterpart {
namespace {

using Ranges = std::vector<std::string>;

TEST(KeyRanges, AreOpenAtBothEndsAndGiveTheNullsToTheFirst) {
  EXPECT_EQ(key_ranges("\"id\"", "1", "101", 2), (Ranges{"\"id\" < 51 OR \"id\" IS NULL", "\"id\" >= 51"}));
  EXPECT_EQ(key_ranges("n", "0", "9", 3), (Ranges{"n < 3 OR n IS NULL", "n >= 3 AND n < 6", "n >= 6"}));
}

TEST(KeyRanges, MeetAtTheSameNumbers) {
  EXPECT_EQ(key_ranges("n", "-10", "10", 4),
            (Ranges{"n < -5 OR n IS NULL", "n >= -5 AND n < 0", "n >= 0 AND n < 5", "n >= 5"}));
}

TEST(KeyRanges, ReachFromTheLeastToTheGreatestNumberOf64Bits) {
  EXPECT_EQ(key_ranges("n", "-9223372036854775808", "9223372036854775807", 2),
            (Ranges{"n < 0 OR n IS NULL", "n >= 0"}));
  EXPECT_EQ(key_ranges("n", "0", "18446744073709551615", 2),
            (Ranges{"n < 9223372036854775808 OR n IS NULL", "n >= 9223372036854775808"}));
  EXPECT_EQ(key_ranges("n", "18446744073709551613", "18446744073709551615", 2),
            (Ranges{"n < 18446744073709551614 OR n IS NULL", "n >= 18446744073709551614"}));
  EXPECT_EQ(key_ranges("n", "-9223372036854775808", "-9223372036854775806", 2),
            (Ranges{"n < -9223372036854775807 OR n IS NULL", "n >= -9223372036854775807"}));
}

TEST(KeyRanges, AreFewerThanAskedForWhereThereAreFewerNumbers) {
  EXPECT_EQ(key_ranges("n", "5", "7", 16), (Ranges{"n < 6 OR n IS NULL", "n >= 6 AND n < 7", "n >= 7"}));
  EXPECT_EQ(key_ranges("n", "5", "6", 16), (Ranges{"n < 6 OR n IS NULL", "n >= 6"}));
}

TEST(KeyRanges, AreOneWithoutAConditionWhereNothingCanBeCut) {
  EXPECT_EQ(key_ranges("n", "5", "5", 4), Ranges{""});
  EXPECT_EQ(key_ranges("n", std::nullopt, std::nullopt, 4), Ranges{""});
  EXPECT_EQ(key_ranges("n", "1.5", "9.5", 4), Ranges{""});
}

}  // namespace
}  // namespace counterpart
