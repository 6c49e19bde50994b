#include "match/linkage/model.hpp"

#include <algorithm>
#include <cmath>

namespace counterpart::linkage {
namespace {

// A probability of nought, which a job can fix, weighs forty bits and not infinitely much.
constexpr double kLeastProbability = 1e-12;

}  // namespace

double LevelOdds::weight() const {
  return std::log2(std::max(m, kLeastProbability) / std::max(u, kLeastProbability));
}

double weight_of(double probability) {
  const double p = std::clamp(probability, kLeastProbability, 1 - kLeastProbability);
  return std::log2(p / (1 - p));
}

double probability_of(double weight) {
  return 1 / (1 + std::exp2(-weight));
}

}  // namespace counterpart::linkage
