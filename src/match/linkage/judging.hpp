#pragma once
/// How good links are against a known truth.

#include <cstdint>
#include <string>
#include <vector>

#include "match/linkage/scoring.hpp"

namespace counterpart::linkage {

struct Counted {
  std::uint64_t right = 0;   ///< true pairs found
  std::uint64_t wrong = 0;   ///< found, but not true
  std::uint64_t missed = 0;  ///< true, but not found

  double precision() const;  ///< 1 if nothing was found
  double recall() const;     ///< 1 if nothing was to be found
  double f1() const;
};

struct CurvePoint {
  double weight = 0;  ///< pairs from this match weight up are taken as matches
  double probability = 0;
  Counted counted;
};

/// A pair that is true, by row.
struct TruePair {
  Row left = 0;
  Row right = 0;
  bool operator==(const TruePair&) const = default;
};

/// Pairwise counts of `found` (any order) against `truth`, of which pairs are distinct.
Counted count_against(const std::vector<TruePair>& found, const std::vector<TruePair>& truth);
/// Counts at each distinct weight of `pairs` (distinct), highest first; of more than `points` those at each
/// `points`-th part of the pairs, the lowest among them.
std::vector<CurvePoint> curve(const std::vector<ScoredPair>& pairs, const std::vector<TruePair>& truth,
                              std::size_t points);

/// Stand-alone SVG documents: precision, recall and F1 over the threshold; pairs over the match weight
/// (`histogram` as Scored has it; `truth_histogram` those of true pairs, or empty).
std::string curve_svg(const std::vector<CurvePoint>& points, double match_probability);
std::string histogram_svg(const std::vector<std::uint64_t>& histogram,
                          const std::vector<std::uint64_t>& truth_histogram);

}  // namespace counterpart::linkage
