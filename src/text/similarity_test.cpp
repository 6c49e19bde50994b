#include "text/similarity.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

#include "reference/reference_similarity.hpp"
#include "text/characters.hpp"

namespace counterpart {
namespace {

TEST(Similarity, OfPublishedExamples) {
  EXPECT_NEAR(jaro("martha", "marhta"), 0.944, 0.0005);
  EXPECT_NEAR(jaro("dwayne", "duane"), 0.822, 0.0005);
  EXPECT_NEAR(jaro("dixon", "dicksonx"), 0.767, 0.0005);
  EXPECT_NEAR(jaro_winkler("martha", "marhta"), 0.961, 0.0005);
  EXPECT_NEAR(jaro_winkler("dwayne", "duane"), 0.84, 0.0005);
  EXPECT_NEAR(jaro_winkler("dixon", "dicksonx"), 0.813, 0.0005);
  EXPECT_EQ(levenshtein("kitten", "sitting"), 3u);
  EXPECT_EQ(levenshtein("saturday", "sunday"), 3u);
  EXPECT_EQ(osa("ca", "abc"), 3u);
  EXPECT_EQ(damerau_levenshtein("ca", "abc"), 2u);
  EXPECT_EQ(osa("smith", "smiht"), 1u);
}

TEST(Similarity, OfEmptyTexts) {
  EXPECT_EQ(levenshtein("", ""), 0u);
  EXPECT_EQ(levenshtein("", "abc"), 3u);
  EXPECT_EQ(osa("abc", ""), 3u);
  EXPECT_EQ(damerau_levenshtein("", "é"), 1u);
  EXPECT_EQ(jaro("", ""), 1);
  EXPECT_EQ(jaro("", "a"), 0);
  EXPECT_EQ(jaro_winkler("a", ""), 0);
}

TEST(Similarity, CountsCharactersNotBytes) {
  EXPECT_EQ(levenshtein("müller", "muller"), 1u);
  EXPECT_EQ(osa("josé", "joés"), 1u);
  EXPECT_DOUBLE_EQ(jaro_winkler("élodie", "eelodi"), jaro_winkler("xlodie", "eelodi"));
}

std::string random_text(std::mt19937& random) {
  static const std::array<std::string, 12> characters{"a", "b", "c", "d",  "e",  " ",
                                                      "'", "é", "ß", "漢", "字", "🎉"};
  const unsigned kinds = random() % 3 == 0 ? 12 : 2 + random() % 5;
  static constexpr std::array<unsigned, 6> kLengths{3, 8, 12, 63, 66, 140};
  const unsigned most = kLengths[random() % 4 == 0 ? random() % 6 : random() % 3];
  std::string text;
  for (unsigned i = random() % (most + 1); i > 0; --i) text += characters[random() % kinds];
  return text;
}

TEST(Similarity, IsThatOfTheTextbookForRandomTexts) {
  std::mt19937 random(20170202);
  for (int round = 0; round < 6000; ++round) {
    const std::string a = random_text(random);
    std::string b = random_text(random);
    if (round % 2 == 0) {
      b = a;  // some edits apart
      for (int edits = static_cast<int>(random() % 4); edits > 0 && !b.empty() && is_ascii(b); --edits)
        b[random() % b.size()] = static_cast<char>('a' + random() % 4);
    }
    const test::Points left = code_points(a);
    const test::Points right = code_points(b);
    ASSERT_EQ(levenshtein(a, b), test::slow_levenshtein(left, right)) << a << "|" << b;
    ASSERT_EQ(osa(a, b), test::slow_osa(left, right)) << a << "|" << b;
    const auto most = static_cast<std::uint32_t>(random() % 6);
    ASSERT_EQ(levenshtein(a, b, most), std::min(test::slow_levenshtein(left, right), most + 1))
        << a << "|" << b;
    ASSERT_EQ(osa(a, b, most), std::min(test::slow_osa(left, right), most + 1)) << a << "|" << b;
    ASSERT_EQ(jaro(a, b), test::slow_jaro(left, right)) << a << "|" << b;
    ASSERT_EQ(jaro_winkler(a, b), test::slow_jaro_winkler(left, right)) << a << "|" << b;
    ASSERT_EQ(JaroWinklerAgainst(a).similarity(b), jaro_winkler(a, b)) << a << "|" << b;
    if (left.size() * right.size() < 200) {
      ASSERT_EQ(damerau_levenshtein(a, b), test::slow_damerau(left, right)) << a << "|" << b;
    }
  }
}

/// So many characters put in, taken out, changed or swapped with the next one.
std::string edited(std::string text, unsigned edits, std::mt19937& random) {
  for (; edits > 0; --edits) {
    const std::size_t at = random() % text.size();
    switch (random() % 4) {
      case 0: text.insert(at, 1, static_cast<char>('a' + random() % 4)); break;
      case 1: text.erase(at, text.size() > 1 ? 1 : 0); break;
      case 2: text[at] = static_cast<char>('a' + random() % 4); break;
      default: std::swap(text[at], text[(at + 1) % text.size()]);
    }
  }
  return text;
}

TEST(Similarity, OfLongTextsHoldsAtItsBoundAndNotBelow) {
  std::mt19937 random(1965);
  for (int round = 0; round < 300; ++round) {
    std::string a;
    for (unsigned size = 60 + random() % 90; size > 0; --size) a += static_cast<char>('a' + random() % 4);
    const std::string b = edited(a, random() % 8, random);
    const std::uint32_t edits = test::slow_levenshtein(code_points(a), code_points(b));
    const std::uint32_t with_swaps = test::slow_osa(code_points(a), code_points(b));
    for (std::uint32_t most = 0; most <= edits + 1; ++most) {
      ASSERT_EQ(levenshtein(a, b, most), std::min(edits, most + 1)) << a << "|" << b << "|" << most;
      ASSERT_EQ(osa(a, b, most), std::min(with_swaps, most + 1)) << a << "|" << b << "|" << most;
    }
  }
}

TEST(Similarity, OfOneTextAgainstManyIsThatOfEach) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    const std::string text = random_text(random);
    std::vector<std::string> texts;
    for (int i = 0; i < 100; ++i) texts.push_back(random_text(random));
    const std::vector<std::string_view> others(texts.begin(), texts.end());
    std::vector<double> found(others.size());
    JaroWinklerAgainst(text).similarities(others, found.data());
    for (std::size_t i = 0; i < others.size(); ++i)
      ASSERT_EQ(found[i], jaro_winkler(text, others[i])) << text << "|" << others[i];
  }
}

}  // namespace
}  // namespace counterpart
