// LevelFinder against the contract's words, on values of all sorts.
#include <gtest/gtest.h>

#include <random>

#include "reference/reference_levels.hpp"

namespace counterpart::linkage {
namespace {

class RandomValues {
 public:
  explicit RandomValues(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t bound) { return random_() % bound; }

  /// A value of some parts; parts may be empty, not all of them.
  std::string value(std::size_t parts) {
    std::string made;
    for (std::size_t i = 0; i < parts; ++i) {
      if (i > 0) made += kPartSeparator;
      if (i == 0 || below(8) > 0) made += part();
    }
    return made;
  }

  /// The same, or the same with parts swapped or some bytes of ASCII changed.
  std::string like(const std::string& value) {
    std::string made = value;
    if (below(6) == 0) {
      if (const std::size_t cut = made.find(kPartSeparator); cut != std::string::npos && cut > 0)
        made = made.substr(cut + 1) + kPartSeparator + made.substr(0, cut);
      return made;
    }
    for (std::size_t edits = below(4); edits > 0; --edits) {
      char& c = made[below(made.size())];
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        c = static_cast<char>((c <= '9' ? '0' : 'a') + below(4));
    }
    return made;
  }

  Comparison comparison(std::size_t parts) {
    Comparison made;
    for (std::size_t levels = 1 + below(6); levels > 0; --levels) {
      Level level;
      for (std::size_t i = 1 + below(2); i > 0; --i) level.all_of.push_back(condition(parts));
      made.levels.push_back(level);
    }
    made.levels.emplace_back();
    return made;
  }

 private:
  Condition condition(std::size_t parts) {
    const auto likeness = static_cast<Likeness>(below(static_cast<std::size_t>(Likeness::ratio) + 1));
    const double part = static_cast<double>(below(11)) / 10;
    double bound = part;
    if (likeness == Likeness::levenshtein || likeness == Likeness::damerau || likeness == Likeness::prefix)
      bound = static_cast<double>(below(5));
    if (likeness == Likeness::days || likeness == Likeness::number) bound = static_cast<double>(below(4000));
    return {likeness, bound, static_cast<std::uint8_t>(below(parts)),
            static_cast<std::uint8_t>(below(parts))};
  }

  std::string part() {
    switch (below(8)) {
      case 0:
        return std::to_string(1930 + below(3)) + "0" + std::to_string(1 + below(9)) + "1" +
               std::to_string(below(9));
      case 1: return std::to_string(below(300)) + (below(2) == 0 ? ".5" : "");
      case 2: return letters(1) + (below(2) == 0 ? "." : "");
      case 3: return word(3);
      case 4: return word(60) + word(60);
      default: {
        std::string words = word(8);
        while (below(3) == 0) words += " " + word(8);
        return words;
      }
    }
  }

  std::string word(std::size_t most) {
    static const std::vector<std::string> known{"bob",    "robert",  "william", "bill", "chris",
                                                "garcia", "marquez", "de",      "la",   "von",
                                                "müller", "josé",    "山田",    "🎉"};
    return below(3) == 0 ? known[below(known.size())] : letters(1 + below(most));
  }

  std::string letters(std::size_t count) {
    std::string made;
    for (; count > 0; --count) made += static_cast<char>('a' + below(5));
    return made;
  }

  std::mt19937 random_;
};

/// The levels of one value and many, some of them nearly the same.
void hold_against_reference(const Comparison& comparison, std::size_t parts, RandomValues& values) {
  LevelFinder finder(comparison);
  for (int round = 0; round < 12; ++round) {
    const std::string left = values.value(parts);
    std::vector<std::string> texts;
    for (std::size_t i = values.below(40); i > 0; --i)
      texts.push_back(values.below(2) == 0 ? values.value(parts) : values.like(left));
    const std::vector<std::string_view> right(texts.begin(), texts.end());
    std::vector<std::uint8_t> found(right.size());
    finder.levels(left, right, found.data());
    for (std::size_t i = 0; i < right.size(); ++i) {
      ASSERT_EQ(found[i], test::slow_level(comparison, left, texts[i])) << left << " | " << texts[i];
      ASSERT_EQ(finder.level(left, right[i]), found[i]) << left << " | " << texts[i];
    }
  }
}

TEST(LevelsDifferential, PresetsEndWhereTheContractSays) {
  RandomValues values(1956);
  for (const std::string& preset : comparison_presets()) {
    SCOPED_TRACE(preset);
    for (int round = 0; round < 20; ++round)
      ASSERT_NO_FATAL_FAILURE(hold_against_reference(comparison_preset(preset), 2, values));
  }
}

TEST(LevelsDifferential, RandomLevelsEndWhereTheContractSays) {
  RandomValues values(2026);
  for (int round = 0; round < 400; ++round) {
    const std::size_t parts = 1 + values.below(3);
    ASSERT_NO_FATAL_FAILURE(hold_against_reference(values.comparison(parts), parts, values));
  }
}

}  // namespace
}  // namespace counterpart::linkage
