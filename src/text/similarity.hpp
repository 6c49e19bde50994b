#pragma once
/// How alike two texts are. All count characters (Unicode code points) of valid UTF-8, not bytes; ASCII takes
/// a short way that gives the same numbers.

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace counterpart {

inline constexpr std::uint32_t kAnyDistance = 0xFFFFFFFF;

/// Fewest insertions, deletions and substitutions (Levenshtein 1966). `most` + 1 for whatever is above
/// `most`, which is found out sooner.
std::uint32_t levenshtein(std::string_view a, std::string_view b, std::uint32_t most = kAnyDistance);
/// The same with swaps of neighbours, no piece edited twice (optimal string alignment).
std::uint32_t osa(std::string_view a, std::string_view b, std::uint32_t most = kAnyDistance);
/// The same without that restriction (Damerau-Levenshtein).
std::uint32_t damerau_levenshtein(std::string_view a, std::string_view b);
/// 0 to 1 (Jaro 1989): each character of `b` in turn takes the first free equal one of `a` in its reach. 1
/// for two empty texts, 0 if one alone is empty.
double jaro(std::string_view a, std::string_view b);
/// Jaro, and where that is above 0.7, 0.1 of the rest for each shared leading character, at most 4
/// (Winkler 1990).
double jaro_winkler(std::string_view a, std::string_view b);

/// Jaro-Winkler of one text against many: the one is prepared once.
class JaroWinklerAgainst {
 public:
  explicit JaroWinklerAgainst(std::string_view text);
  ~JaroWinklerAgainst();
  JaroWinklerAgainst(JaroWinklerAgainst&&) noexcept;
  JaroWinklerAgainst& operator=(JaroWinklerAgainst&&) noexcept;
  /// Another text in place of that one.
  void set(std::string_view text);

  /// The same number as `jaro_winkler(text, other)`.
  double similarity(std::string_view other) const;
  /// The numbers of many at once, faster: `out[i]` for `others[i]`.
  void similarities(const std::vector<std::string_view>& others, double* out) const;

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace counterpart
