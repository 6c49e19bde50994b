// Pairs with known numbers. The figures of names are those that Winkler published (1994, 2006) as far as he
// did; all others were computed from the definitions by a program that shares nothing with this one.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "text/similarity.hpp"

namespace counterpart {
namespace {

struct Golden {
  const char* a;
  const char* b;
  std::uint32_t levenshtein, osa, damerau;
  double jaro, jaro_winkler;
};

constexpr std::array kGolden{
    Golden{"shackleford", "shackelford", 2, 1, 1, 0.969697, 0.981818},
    Golden{"dunningham", "cunnigham", 2, 2, 2, 0.896296, 0.896296},
    Golden{"nichleson", "nichulson", 2, 2, 2, 0.925926, 0.955556},
    Golden{"jones", "johnson", 4, 4, 4, 0.790476, 0.832381},
    Golden{"massey", "massie", 2, 2, 2, 0.888889, 0.933333},
    Golden{"abroms", "abrams", 1, 1, 1, 0.888889, 0.922222},
    Golden{"itman", "smith", 5, 5, 5, 0.466667, 0.466667},
    Golden{"jeraldine", "geraldine", 1, 1, 1, 0.925926, 0.925926},
    Golden{"michelle", "michael", 3, 3, 3, 0.869048, 0.921429},
    Golden{"julies", "julius", 1, 1, 1, 0.888889, 0.933333},
    Golden{"tanya", "tonya", 1, 1, 1, 0.866667, 0.880000},
    Golden{"sean", "susan", 2, 2, 2, 0.783333, 0.805000},
    Golden{"jon", "john", 1, 1, 1, 0.916667, 0.933333},
    Golden{"hardin", "martinez", 4, 4, 4, 0.722222, 0.722222},
    Golden{"smith", "smyth", 1, 1, 1, 0.866667, 0.893333},
    Golden{"catherine", "katherine", 1, 1, 1, 0.925926, 0.925926},
    Golden{"fitzrureiter", "fitzenreiter", 2, 2, 2, 0.855556, 0.913333},
    Golden{"kowalski", "kowalska", 1, 1, 1, 0.916667, 0.950000},
    Golden{"iowa", "iona", 1, 1, 1, 0.833333, 0.866667},
    Golden{"1st", "ist", 1, 1, 1, 0.777778, 0.777778},
    Golden{"ab", "ba", 2, 1, 1, 0.000000, 0.000000},
    Golden{"abcd", "badc", 3, 2, 2, 0.833333, 0.833333},
    Golden{"aaaa", "aa", 2, 2, 2, 0.833333, 0.866667},
    Golden{"abab", "baba", 2, 2, 2, 0.833333, 0.833333},
    Golden{"ca", "abc", 3, 3, 2, 0.000000, 0.000000},
    Golden{"a cat", "an abct", 4, 4, 3, 0.790476, 0.811429},
    Golden{"specter", "spectre", 2, 1, 1, 0.952381, 0.971429},
    Golden{"müller", "mueller", 2, 2, 2, 0.782540, 0.804286},
    Golden{"josé", "jose", 1, 1, 1, 0.833333, 0.883333},
    Golden{"zoë", "zöe", 2, 2, 2, 0.555556, 0.555556},
    Golden{"страна", "старна", 2, 1, 1, 0.944444, 0.955556},
    Golden{"山田太郎", "山太田郎", 2, 1, 1, 0.916667, 0.925000},
    Golden{"🎉🎊", "🎊🎉", 2, 1, 1, 0.000000, 0.000000},
    Golden{"maria del carmen", "carmen maria", 10, 10, 10, 0.652778, 0.652778},
    Golden{"abcdefgh", "hgfedcba", 8, 7, 7, 0.500000, 0.500000},
    Golden{"aaaaaaaaab", "baaaaaaaaa", 2, 2, 2, 0.933333, 0.933333},
    Golden{"19560409", "19650409", 2, 1, 1, 0.958333, 0.966667},
};

TEST(Similarity, OfGoldenPairs) {
  for (const Golden& pair : kGolden) {
    SCOPED_TRACE(std::string(pair.a) + " | " + pair.b);
    EXPECT_EQ(levenshtein(pair.a, pair.b), pair.levenshtein);
    EXPECT_EQ(osa(pair.a, pair.b), pair.osa);
    EXPECT_EQ(damerau_levenshtein(pair.a, pair.b), pair.damerau);
    EXPECT_NEAR(jaro(pair.a, pair.b), pair.jaro, 5e-7);
    EXPECT_NEAR(jaro_winkler(pair.a, pair.b), pair.jaro_winkler, 5e-7);
    EXPECT_EQ(levenshtein(pair.b, pair.a), pair.levenshtein);
    EXPECT_EQ(osa(pair.b, pair.a), pair.osa);
    EXPECT_EQ(damerau_levenshtein(pair.b, pair.a), pair.damerau);
    std::array<double, 4> found{};
    JaroWinklerAgainst(pair.a).similarities({pair.b, pair.a, "", pair.b}, found.data());
    EXPECT_NEAR(found[0], pair.jaro_winkler, 5e-7);
    EXPECT_DOUBLE_EQ(found[1], 1);
    EXPECT_EQ(found[2], 0);
    EXPECT_EQ(found[3], found[0]);
  }
}

/// The cells of a line of CSV without line breaks in cells.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

/// Lines "a,b,number" of a file.
void hold_against(const std::filesystem::path& file, double (*measure)(std::string_view, std::string_view),
                  double tolerance) {
  std::ifstream lines(file);
  std::size_t pairs = 0;
  for (std::string line; std::getline(lines, line); ++pairs) {
    const std::vector<std::string> cells = cells_of(line);
    ASSERT_EQ(cells.size(), 3u) << line;
    EXPECT_NEAR(measure(cells[0], cells[1]), std::stod(cells[2]), tolerance) << line;
  }
  EXPECT_GT(pairs, 0u) << file;
}

// Golden pairs of other projects, which are not part of this one.
TEST(Similarity, OfGoldenPairsOfOthers) {
  const char* const folder = std::getenv("COUNTERPART_STRING_GOLDEN");
  if (folder == nullptr) GTEST_SKIP() << "COUNTERPART_STRING_GOLDEN names no folder of golden pairs";
  const std::filesystem::path files(folder);
  constexpr double kThreeDecimals = 0.0005;
  hold_against(files / "jaro_distance.csv", jaro, kThreeDecimals);
  hold_against(files / "jaro_winkler.csv", jaro_winkler, kThreeDecimals);
  const auto damerau = [](std::string_view a, std::string_view b) {
    return static_cast<double>(damerau_levenshtein(a, b));
  };
  hold_against(files / "damerau_levenshtein.csv", damerau, 0);
}

}  // namespace
}  // namespace counterpart
