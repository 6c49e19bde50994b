#pragma once
/// What the margin of a link is measured against.

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "match/linkage/person_table.hpp"

namespace counterpart::linkage {

/// The two largest weights of each row's pairs.
class BestWeights {
 public:
  explicit BestWeights(std::size_t rows) : best_(rows, {kNone, kNone}) {}

  void add(Row row, double weight) {
    auto& [best, second] = best_[row];
    second = std::max(second, std::min(best, weight));
    best = std::max(best, weight);
  }
  /// Of the row's other pairs, for a pair of this weight.
  double other(Row row, double weight) const {
    return weight == best_[row].first ? best_[row].second : best_[row].first;
  }

 private:
  static constexpr double kNone = -std::numeric_limits<double>::infinity();
  std::vector<std::pair<double, double>> best_;
};

}  // namespace counterpart::linkage
