#include "match/linkage/expectation.hpp"

#include <algorithm>
#include <cmath>

namespace counterpart::linkage {
namespace {

double match_probability(Pattern pattern, const Probabilities& m, const Probabilities& u, double lambda) {
  double match = lambda;
  double other = 1 - lambda;
  for (std::size_t i = 0; i < m.size(); ++i) {
    const std::uint8_t level = level_in(pattern, i);
    if (level == kNullLevel) continue;
    match *= m[i][level];
    other *= u[i][level];
  }
  return match + other > 0 ? match / (match + other) : 0;
}

double largest_change(const Probabilities& a, const Probabilities& b) {
  double change = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t level = 0; level < a[i].size(); ++level)
      change = std::max(change, std::abs(a[i][level] - b[i][level]));
  return change;
}

}  // namespace

void share_out(const std::vector<double>& counts, const std::vector<bool>& fixed,
               std::vector<double>& probabilities) {
  double left = 1;
  double sum = 0;
  for (std::size_t level = 0; level < counts.size(); ++level) {
    if (fixed[level]) {
      left -= probabilities[level];
    } else {
      sum += counts[level] + kAddedCount;
    }
  }
  for (std::size_t level = 0; level < counts.size(); ++level)
    if (!fixed[level]) probabilities[level] = std::max(left, 0.0) * (counts[level] + kAddedCount) / sum;
}

Estimate next_estimate(const std::vector<PatternCount>& patterns, const Probabilities& u, const Estimate& now,
                       const std::vector<std::vector<bool>>& fixed) {
  Probabilities matches;
  for (const std::vector<double>& levels : now.m) matches.emplace_back(levels.size());
  std::vector<bool> met(now.m.size());
  double pairs = 0;
  double all_matches = 0;
  for (const PatternCount& one : patterns) {
    const auto count = static_cast<double>(one.pairs);
    const double expected = count * match_probability(one.pattern, now.m, u, now.lambda);
    pairs += count;
    all_matches += expected;
    for (std::size_t i = 0; i < matches.size(); ++i) {
      const std::uint8_t level = level_in(one.pattern, i);
      if (level == kNullLevel) continue;
      matches[i][level] += expected;
      met[i] = true;
    }
  }
  Estimate next = now;
  for (std::size_t i = 0; i < matches.size(); ++i)
    if (met[i]) share_out(matches[i], fixed[i], next.m[i]);
  next.lambda = pairs > 0 ? all_matches / pairs : now.lambda;
  next.last_change = largest_change(now.m, next.m);
  next.converged = next.last_change < kSmallChange;
  ++next.rounds;
  return next;
}

Estimate expectation_maximization(const std::vector<PatternCount>& patterns, const Probabilities& u,
                                  Estimate begin, const std::vector<std::vector<bool>>& fixed) {
  Estimate now = std::move(begin);
  while (!now.converged && now.rounds < kMostRounds) now = next_estimate(patterns, u, now, fixed);
  return now;
}

}  // namespace counterpart::linkage
