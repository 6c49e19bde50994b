#include "match/linkage/strictness.hpp"

#include <gtest/gtest.h>

namespace counterpart::linkage {
namespace {

using L = Likeness;

Level level(std::vector<Condition> all_of) {
  return {"", std::move(all_of)};
}
Level one(Likeness likeness, double bound = 0) {
  return level({{likeness, bound, 0, 0}});
}

TEST(Strictness, OfOneLikenessGoesByTheBound) {
  EXPECT_TRUE(takes_all_of(one(L::jaro_winkler, 0.8), one(L::jaro_winkler, 0.9)));
  EXPECT_TRUE(takes_all_of(one(L::jaro_winkler, 0.8), one(L::jaro_winkler, 0.8)));
  EXPECT_FALSE(takes_all_of(one(L::jaro_winkler, 0.9), one(L::jaro_winkler, 0.8)));
  EXPECT_TRUE(takes_all_of(one(L::damerau, 2), one(L::damerau, 1)));
  EXPECT_FALSE(takes_all_of(one(L::days, 31), one(L::days, 366)));
  EXPECT_TRUE(takes_all_of(one(L::prefix, 2), one(L::prefix, 5)));
  EXPECT_TRUE(takes_all_of(one(L::nickname), one(L::nickname)));
}

TEST(Strictness, OfDifferentLikenessesIsKnownWhereOneIsWithinTheOther) {
  EXPECT_TRUE(takes_all_of(one(L::damerau, 1), one(L::levenshtein, 1)));
  EXPECT_FALSE(takes_all_of(one(L::levenshtein, 1), one(L::damerau, 1)));
  EXPECT_TRUE(takes_all_of(one(L::jaro_winkler, 0.8), one(L::jaro, 0.8)));
  EXPECT_FALSE(takes_all_of(one(L::jaro, 0.8), one(L::jaro_winkler, 0.8)));
  EXPECT_FALSE(takes_all_of(one(L::days, 31), one(L::damerau, 1)));
  EXPECT_TRUE(takes_all_of(one(L::levenshtein, 0), one(L::exact)));
  // Equal texts that are no dates are not within a month, and short ones have no five characters.
  EXPECT_FALSE(takes_all_of(one(L::days, 31), one(L::exact)));
  EXPECT_FALSE(takes_all_of(one(L::prefix, 5), one(L::exact)));
  EXPECT_TRUE(is_stricter(one(L::exact), one(L::days, 31)));
}

TEST(Strictness, OfLevelsIsThatOfAllTheirConditions) {
  const Condition first{L::exact, 0, 0, 0};
  const Condition second{L::exact, 0, 1, 1};
  const Condition swapped{L::exact, 0, 0, 1};
  EXPECT_TRUE(takes_all_of(level({second}), level({first, second})));
  EXPECT_FALSE(takes_all_of(level({first, second}), level({second})));
  EXPECT_FALSE(takes_all_of(level({first}), level({swapped})));
  EXPECT_TRUE(is_stricter(level({first}), level({})));
  EXPECT_FALSE(is_stricter(level({}), level({first})));
}

TEST(Strictness, NoReadyMadeLevelTakesAllOfOneBelowIt) {
  for (const std::string& preset : comparison_presets()) {
    const Comparison comparison = comparison_preset(preset);
    for (std::size_t below = 1; below < comparison.levels.size(); ++below)
      for (std::size_t above = 0; above < below; ++above)
        EXPECT_FALSE(takes_all_of(comparison.levels[above], comparison.levels[below]))
            << preset << ": " << comparison.levels[above].label << ", " << comparison.levels[below].label;
  }
}

}  // namespace
}  // namespace counterpart::linkage
