#include "text/normalizer.hpp"

#include <gtest/gtest.h>

#include <random>

namespace counterpart {
namespace {

std::string normalized(const char* name, std::string_view text) {
  const Normalizer normalizer(*normalization_steps(name));
  std::string out;
  normalizer.apply(text, out);
  return out;
}

TEST(Normalizer, NoneKeepsEveryByte) {
  EXPECT_EQ(normalized("none", " Müller\t"), " Müller\t");
}

TEST(Normalizer, StrictFoldsCaseWidthAndSpace) {
  EXPECT_EQ(normalized("strict", "  STRASSE\u00a0\u2003Weiß "), "strasse weiss");
  EXPECT_EQ(normalized("strict", "ﬁn Ａ"), "fin a");
  EXPECT_EQ(normalized("strict", "Mu\u0308ller"), "müller");
  EXPECT_EQ(normalized("strict", "O'Brien-Smith"), "o'brien-smith");
}

TEST(Normalizer, NameDropsAccentsAndPunctuation) {
  EXPECT_EQ(normalized("name", "O’Brien-Smith, Jr."), "obriensmith jr");
  EXPECT_EQ(normalized("name", "Łukasz Ørsted"), "lukasz orsted");
  EXPECT_EQ(normalized("name", "Æsa Nguyễn"), "aesa nguyen");
  EXPECT_EQ(normalized("name", "Αθηνά"), normalized("name", "Athēná"));
  EXPECT_EQ(normalized("name", "🎉"), "");
}

TEST(Normalizer, SingleStepsCanBeNamed) {
  EXPECT_EQ(normalized("squeeze", "\ta  b\n"), "a b");
  EXPECT_EQ(normalized("casefold", "İ"), "i\u0307");
  EXPECT_EQ(normalized("letters", "a-1 ½"), "a1 ");
  EXPECT_FALSE(normalization_steps("lower"));
}

TEST(Normalizer, TheShortWayOfAsciiGivesTheBytesOfIcu) {
  const std::vector<std::vector<NormalizeStep>> all{
      *normalization_steps("strict"),
      *normalization_steps("name"),
      *normalization_steps("nfkc"),
      *normalization_steps("casefold"),
      *normalization_steps("ascii"),
      *normalization_steps("letters"),
      *normalization_steps("squeeze"),
      {NormalizeStep::squeeze, NormalizeStep::letters},
      {NormalizeStep::letters, NormalizeStep::squeeze, NormalizeStep::casefold}};
  std::mt19937 random(7);
  for (const auto& steps : all) {
    const Normalizer normalizer(steps);
    std::string fast;
    std::string slow;
    for (int c = 0; c < 128; ++c) {
      const std::string text{'a', static_cast<char>(c), 'B'};
      normalizer.apply(text, fast);
      normalizer.apply_by_icu(text, slow);
      EXPECT_EQ(fast, slow) << c;
    }
    for (int round = 0; round < 2000; ++round) {
      std::string text;
      for (std::size_t i = random() % 20; i > 0; --i)
        text += static_cast<char>(random() % 3 == 0 ? " \t-'.\n"[random() % 6] : random() % 128);
      normalizer.apply(text, fast);
      normalizer.apply_by_icu(text, slow);
      ASSERT_EQ(fast, slow) << testing::PrintToString(text);
    }
  }
}

}  // namespace
}  // namespace counterpart
