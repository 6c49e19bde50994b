// Texts, one a line: the first is held against all of them, by the fast ways and by the definitions.
#include "text/similarity.hpp"

#include "fuzz/input.hpp"
#include "tests/reference/reference_similarity.hpp"

namespace counterpart {
namespace {

using fuzz::require;

constexpr std::size_t kMostTexts = 36;
constexpr std::size_t kMostBytes = 72;
constexpr std::size_t kMostPoints = 16;  ///< for a definition that takes the fourth power of it

/// Of valid UTF-8.
test::Points points_of(const std::string& text) {
  test::Points points;
  for (const char byte : text) {
    const auto bits = static_cast<unsigned char>(byte);
    if ((bits & 0xC0U) == 0x80U) {
      points.back() = points.back() << 6U | (bits & 0x3FU);
    } else {
      points.push_back(bits < 0x80U   ? bits
                       : bits < 0xE0U ? bits & 0x1FU
                       : bits < 0xF0U ? bits & 0x0FU
                                      : bits & 0x07U);
    }
  }
  return points;
}

void check_pair(const std::string& a, const std::string& b) {
  const test::Points x = points_of(a);
  const test::Points y = points_of(b);
  const unsigned edits = test::slow_levenshtein(x, y);
  require(levenshtein(a, b) == edits, "Levenshtein is that of its definition");
  require(osa(a, b) == test::slow_osa(x, y), "optimal string alignment is that of its definition");
  if (std::max(x.size(), y.size()) <= kMostPoints)
    require(damerau_levenshtein(a, b) == test::slow_damerau(x, y), "Damerau is that of its definition");
  require(jaro(a, b) == test::slow_jaro(x, y), "Jaro is that of its definition");
  require(jaro_winkler(a, b) == test::slow_jaro_winkler(x, y), "Jaro-Winkler is that of its definition");
  for (const std::uint32_t most : {0U, 1U, 2U, 5U})
    require(levenshtein(a, b, most) == std::min(edits, most + 1), "a bound cuts a distance and no more");
}

}  // namespace
}  // namespace counterpart

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpart;
  fuzz::Input input(data, size);
  std::vector<std::string> texts;
  while (!input.empty() && texts.size() < kMostTexts) {
    std::string text = input.line();
    if (text.size() <= kMostBytes && is_valid_utf8(text)) texts.push_back(std::move(text));
  }
  if (texts.empty()) return 0;
  const JaroWinklerAgainst first(texts.front());
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  std::vector<double> at_once(texts.size());
  first.similarities(views, at_once.data());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i == texts.size() / 2) check_pair(texts.front(), texts[i]);
    const double alone = jaro_winkler(texts.front(), texts[i]);
    fuzz::require(first.similarity(texts[i]) == alone, "one of many is as one alone");
    fuzz::require(at_once[i] == alone, "many at once are as one alone");
  }
  return 0;
}
