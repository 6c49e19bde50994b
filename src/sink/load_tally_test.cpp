#include "sink/load_tally.hpp"

#include <gtest/gtest.h>

#include "counterpart/error.hpp"

namespace counterpart {
namespace {

/// Whether so many rows may take the place of so many.
bool may_replace(std::uint64_t before, std::uint64_t rows, double max_shrink) {
  TableSpec spec;
  spec.max_shrink = max_shrink;
  LoadTally tally(spec, "table t");
  for (std::uint64_t i = 0; i < rows; ++i) tally.add("row", {});
  try {
    tally.check_allowed(before);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::policy);
    return false;
  }
  return true;
}

TEST(LoadTally, TakesAPercentageByWholeRows) {
  // None of these parts is a binary fraction: a row on the limit must not fall to rounding.
  for (const std::uint64_t before : {10U, 30U, 70U, 1000U}) {
    for (const double part : {0.1, 0.2, 0.3, 0.7, 0.9}) {
      const auto may_go = static_cast<std::uint64_t>(static_cast<double>(before) * part + 0.5);
      EXPECT_TRUE(may_replace(before, before - may_go, part)) << before << " " << part;
      EXPECT_FALSE(may_replace(before, before - may_go - 1, part)) << before << " " << part;
    }
  }
}

TEST(LoadTally, KnowsTheEndsOfAPercentage) {
  EXPECT_TRUE(may_replace(5, 5, 0));
  EXPECT_TRUE(may_replace(5, 9, 0));
  EXPECT_FALSE(may_replace(5, 4, 0));
  EXPECT_TRUE(may_replace(5, 0, 1));
  EXPECT_TRUE(may_replace(0, 0, 0));
}

TEST(LoadTally, DigestsRowsByTheirBordersToo) {
  const TableSpec spec;
  const auto digest = [&](std::initializer_list<std::string_view> rows) {
    LoadTally tally(spec, "table t");
    for (const std::string_view row : rows) tally.add(row, {});
    return tally.record(0).digest;
  };
  EXPECT_EQ(digest({"ab", "c"}), digest({"ab", "c"}));
  EXPECT_NE(digest({"ab", "c"}), digest({"a", "bc"}));
  EXPECT_NE(digest({"ab", "c"}), digest({"c", "ab"}));
}

}  // namespace
}  // namespace counterpart
