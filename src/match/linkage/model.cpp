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
  return std::log2(probability / (1 - probability));
}

double probability_of(double weight) {
  return 1 / (1 + std::exp2(-weight));
}

}  // namespace counterpart::linkage
