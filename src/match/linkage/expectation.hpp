#pragma once
/// Expectation maximization on counts of patterns (Dempster, Laird, Rubin 1977, as Fellegi and Sunter's model
/// needs it). Products and quotients alone, summed in one order: the same numbers on every machine.

#include <vector>

#include "match/linkage/scoring.hpp"

namespace counterpart::linkage {

/// Probabilities by comparison, by level.
using Probabilities = std::vector<std::vector<double>>;

struct PatternCount {
  Pattern pattern = 0;
  std::uint64_t pairs = 0;
  bool operator==(const PatternCount&) const = default;
};

inline constexpr std::uint32_t kMostRounds = 25;
inline constexpr double kSmallChange = 1e-4;
/// Added to each count, so that no probability sticks at nought.
inline constexpr double kAddedCount = 0.5;

struct Estimate {
  Probabilities m;
  double lambda = 0;  ///< share of matches among the pairs
  std::uint32_t rounds = 0;
  double last_change = 0;
  bool converged = false;
};

/// One round. Levels marked in `fixed` keep their m, and so do comparisons that no pattern has a level of.
Estimate next_estimate(const std::vector<PatternCount>& patterns, const Probabilities& u, const Estimate& now,
                       const std::vector<std::vector<bool>>& fixed);

/// Rounds from `begin` on until no m changes by `kSmallChange` any more, at most `kMostRounds`.
Estimate expectation_maximization(const std::vector<PatternCount>& patterns, const Probabilities& u,
                                  Estimate begin, const std::vector<std::vector<bool>>& fixed);

/// Probabilities in proportion to `counts` with `kAddedCount` each; levels marked in `fixed` stay as they are
/// in `probabilities`, and the others share what those leave.
void share_out(const std::vector<double>& counts, const std::vector<bool>& fixed,
               std::vector<double>& probabilities);

}  // namespace counterpart::linkage
