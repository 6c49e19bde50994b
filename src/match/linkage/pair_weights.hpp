#pragma once
/// Match weights of patterns, with term frequencies by code.

#include <array>
#include <vector>

#include "match/linkage/scoring.hpp"

namespace counterpart::linkage {

/// Weights are whole numbers of millionths of a bit, so that a sum is the same in whatever order it is made.
using FixedWeight = std::int64_t;
FixedWeight fixed_weight(double bits);
double bits_of(FixedWeight weight);

class PairWeights {
 public:
  /// `table` has to outlive it.
  PairWeights(const PersonTable& table, const Model& model);

  double weight(Row left, Pattern pattern) const;
  WeightTerms terms(Row left, Pattern pattern) const;

 private:
  struct Compared {
    std::array<FixedWeight, 16> levels{};
    std::array<bool, 16> adjusted{};  ///< by level: whether term frequencies count
    const std::vector<Code>* left = nullptr;
    std::vector<std::int32_t> term_frequencies;  ///< by code; empty if none are wanted
  };
  FixedWeight term_frequency(const Compared& compared, Row left, std::uint8_t level) const;

  FixedWeight prior_;
  std::vector<Compared> comparisons_;
};

/// Whether a level says that two values are equal in all their parts.
bool is_full_agreement(const Comparison& comparison, const Level& level);

}  // namespace counterpart::linkage
