#pragma once
/// From what was counted of two texts to Jaro's and Winkler's numbers: one formula for all ways of counting,
/// so that they give the same bits.

#include <algorithm>
#include <cstddef>

namespace counterpart {

inline constexpr std::size_t kMostPrefix = 4;

/// How far apart two characters of texts of these lengths may stand to be taken for the same.
inline std::size_t jaro_reach(std::size_t a, std::size_t b) {
  const std::size_t half = std::max(a, b) / 2;
  return half == 0 ? 0 : half - 1;
}

/// Of texts of `a` and `b` characters, `matches` (above 0) of which are shared, with so many swaps in their
/// order. All whole numbers.
inline double jaro_from_counts(double a, double b, double matches, double swaps) {
  return (matches / a + matches / b + (matches - swaps) / matches) / 3;
}

/// `shared` leading characters, at most kMostPrefix.
inline double winkler(double similarity, double shared) {
  constexpr double kPrefixWeight = 0.1;
  constexpr double kBoostAbove = 0.7;
  return similarity > kBoostAbove ? similarity + kPrefixWeight * shared * (1 - similarity) : similarity;
}

}  // namespace counterpart
