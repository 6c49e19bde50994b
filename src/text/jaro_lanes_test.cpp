#include "text/jaro_lanes.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "text/similarity.hpp"

namespace counterpart {
namespace {

using Compare = bool (*)(const LaneText&, const std::string_view*, std::size_t, double*);

class JaroLanes : public testing::TestWithParam<Compare> {
 protected:
  std::string text(std::size_t size, unsigned letters) {
    std::string made;
    for (; size > 0; --size) made += static_cast<char>('a' + random_() % letters);
    return made;
  }
  std::size_t below(std::size_t bound) { return random_() % bound; }

 private:
  std::mt19937 random_{20170202};
};

TEST_P(JaroLanes, GiveTheNumbersOfOnePairForEverySize) {
  for (std::size_t size = 1; size <= kMostLaneText; ++size) {
    for (int round = 0; round < 12; ++round) {
      const auto letters = static_cast<unsigned>(1 + below(round < 6 ? 4 : 26));
      const std::string one = text(size, letters);
      const PlaceMasks places{std::string_view(one)};
      std::vector<std::string> texts;
      while (texts.size() < 1 + below(jaro_lanes(size)))
        texts.push_back(text(below(round % 2 == 0 ? 12 : kMostLaneText + 1), letters));
      const std::vector<std::string_view> others(texts.begin(), texts.end());
      std::vector<double> found(others.size());
      ASSERT_TRUE(GetParam()({places, one.size()}, others.data(), others.size(), found.data()));
      for (std::size_t i = 0; i < others.size(); ++i)
        ASSERT_EQ(found[i], jaro_winkler(one, others[i])) << one << "|" << others[i];
    }
  }
}

TEST_P(JaroLanes, SayThatATextIsNotAscii) {
  const std::string_view one = "muller";
  const PlaceMasks places(one);
  const std::vector<std::string_view> others{"muller", "müller", "mueller"};
  std::vector<double> found(others.size());
  EXPECT_FALSE(GetParam()({places, one.size()}, others.data(), others.size(), found.data()));
}

INSTANTIATE_TEST_SUITE_P(Best, JaroLanes, testing::Values(jaro_winkler_in_lanes));
INSTANTIATE_TEST_SUITE_P(Portable, JaroLanes, testing::Values(jaro_winkler_in_portable_lanes));

TEST(JaroWinklerAgainst, ForgetsTheTextBefore) {
  JaroWinklerAgainst against("abcdefgh");
  for (const std::string_view text : {"zyx", "", "müller", "muller"}) {
    against.set(text);
    std::vector<double> found(4);
    const std::vector<std::string_view> others{"abcdefgh", "muller", "müller", ""};
    against.similarities(others, found.data());
    for (std::size_t i = 0; i < others.size(); ++i) {
      EXPECT_EQ(found[i], jaro_winkler(text, others[i])) << text << "|" << others[i];
      EXPECT_EQ(against.similarity(others[i]), found[i]) << text << "|" << others[i];
    }
  }
}

}  // namespace
}  // namespace counterpart
