#include "match/linkage/odd_values.hpp"

#include <gtest/gtest.h>

#include "support/linkage_tables.hpp"

namespace counterpart::linkage {
namespace {

class OddValues : public testing::Test {
 protected:
  OddValues() {
    spec_.comparisons = {comparison_preset("date")};
    spec_.comparisons.front().name = "born";
    spec_.comparisons.front().fields = {{0, 0, {}}};
    spec_.blocks = {same("born", {0})};
  }
  std::vector<NoDates> found(const std::vector<Fields>& left, const std::vector<Fields>& right) {
    PersonTable table(spec_, false);
    add_all(table, Side::left, left);
    add_all(table, Side::right, right);
    table.finish(1);
    return values_without_date(table);
  }

  Spec spec_;
};

TEST_F(OddValues, AreCountedBySideWithoutNulls) {
  const auto made = found({{"1980-01-02"}, {"unknown"}, {"unknown"}, {std::nullopt}, {"n/a"}},
                          {{"01/02/1980"}, {"1/2/1980"}, {"soon"}, {"2.1.1980"}});
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0].side, Side::left);
  EXPECT_EQ(made[0].values, 3u);
  EXPECT_EQ(made[0].all, 4u);
  EXPECT_EQ(made[0].slashed, 0u);
  EXPECT_EQ(made[1].values, 3u);
  EXPECT_EQ(made[1].all, 4u);
  EXPECT_EQ(made[1].slashed, 2u);
  EXPECT_EQ(no_dates_text(made[1], spec_.comparisons[0], "partner"),
            "comparison born: 3 of 4 values of partner are no dates that can be read, and are compared as "
            "text; 2 of them would be with day_first = true or false in the comparison");
}

TEST_F(OddValues, AreNoneWhereAllAreDatesOrNobodyComparesDates) {
  EXPECT_TRUE(found({{"1980-01-02"}, {std::nullopt}}, {{"1980-02-31"}}).empty());
  spec_.comparisons.front().slashes = SlashOrder::day_first;
  EXPECT_TRUE(found({{"1980-01-02"}}, {{"02/01/1980"}}).empty());
  EXPECT_EQ(found({{"1980-01-02"}}, {{"01/22/1980"}}).front().slashed, 0u);
  spec_.comparisons = {equality("born", 0)};
  EXPECT_TRUE(found({{"unknown"}}, {{"soon"}}).empty());
}

}  // namespace
}  // namespace counterpart::linkage
