#include "text/normalizer.hpp"

#include <gtest/gtest.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
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

std::vector<std::vector<NormalizeStep>> all_steps() {
  return {*normalization_steps("strict"),
          *normalization_steps("name"),
          *normalization_steps("nfkc"),
          *normalization_steps("casefold"),
          *normalization_steps("ascii"),
          *normalization_steps("letters"),
          *normalization_steps("squeeze"),
          {NormalizeStep::squeeze, NormalizeStep::letters},
          {NormalizeStep::letters, NormalizeStep::squeeze, NormalizeStep::casefold}};
}

TEST(Normalizer, TheShortWayOfAsciiGivesTheBytesOfIcu) {
  std::mt19937 random(7);
  for (const auto& steps : all_steps()) {
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

/// All code points that Unicode has assigned, some in a text, ASCII between them.
std::vector<std::string> texts_of_all_code_points() {
  std::vector<std::string> texts(1);
  for (UChar32 c = 0; c <= UCHAR_MAX_VALUE; ++c) {
    if (u_charType(c) == U_UNASSIGNED || u_charType(c) == U_SURROGATE) continue;
    icu::UnicodeString(c).toUTF8String(texts.back());
    texts.back() += c % 3 == 0 ? " -" : "B";
    if (texts.back().size() > 64) texts.emplace_back();
  }
  return texts;
}

TEST(Normalizer, GivesTheBytesOfIcuForEveryAssignedCodePoint) {
  const std::vector<std::string> texts = texts_of_all_code_points();
  EXPECT_GT(texts.size(), 10'000u);
  for (const auto& steps : all_steps()) {
    const Normalizer normalizer(steps);
    std::string fast;
    std::string slow;
    for (const std::string& text : texts) {
      normalizer.apply(text, fast);
      normalizer.apply_by_icu(text, slow);
      ASSERT_EQ(fast, slow) << text;
    }
  }
}

/// Each pair of the letters and marks that take the short way, as neighbours at the ends and in a word.
TEST(Normalizer, GivesTheBytesOfIcuForEveryPairOfLatinLetters) {
  std::vector<std::string> letters;
  for (UChar32 c = 0x7E; c < 0x2040; ++c) {
    if (c == 0x260) c = 0x1DF0;
    if (c == 0x1F10) c = 0x2000;
    icu::UnicodeString(c).toUTF8String(letters.emplace_back());
  }
  std::string fast;
  std::string slow;
  for (const char* preset : {"name", "strict", "ascii"}) {
    const Normalizer normalizer(*normalization_steps(preset));
    // All pairs for the preset that names take; the steps of it for themselves at some.
    const std::size_t stride = std::string_view(preset) == "name" ? 1 : 5;
    for (std::size_t i = 0; i < letters.size(); i += stride) {
      const std::string& first = letters[i];
      std::string text = first;
      for (const std::string& second : letters) text += second + first + "-x " + first + "B" + second;
      normalizer.apply(text, fast);
      normalizer.apply_by_icu(text, slow);
      ASSERT_EQ(fast, slow) << preset << " " << first;
    }
  }
}

TEST(Normalizer, GivesTheBytesOfIcuForRandomLatinText) {
  std::mt19937 random(11);
  for (const auto& steps : all_steps()) {
    const Normalizer normalizer(steps);
    std::string fast;
    std::string slow;
    for (int round = 0; round < 3000; ++round) {
      icu::UnicodeString wide;
      for (std::size_t i = random() % 12; i > 0; --i) {
        const std::array<UChar32, 6> kinds{static_cast<UChar32>(random() % 0x80),
                                           static_cast<UChar32>(0x80 + random() % 0x1D0),
                                           static_cast<UChar32>(0x1E00 + random() % 0x100),
                                           static_cast<UChar32>(0x2010 + random() % 0x18),
                                           ' ',
                                           static_cast<UChar32>(0x300 + random() % 0x10)};
        wide.append(kinds[random() % (round % 10 == 0 ? 6 : 5)]);
      }
      std::string text;
      wide.toUTF8String(text);
      normalizer.apply(text, fast);
      normalizer.apply_by_icu(text, slow);
      ASSERT_EQ(fast, slow) << testing::PrintToString(text);
    }
  }
}

}  // namespace
}  // namespace counterpart
