#pragma once
/// What a person decided of pairs, looked up by the pair.

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "match/linkage/decisions.hpp"

namespace counterpart::linkage {

/// By left row, then right row.
template <typename Pair>
bool row_order(const Pair& one, const Pair& other) {
  return std::tie(one.left, one.right) < std::tie(other.left, other.right);
}

/// Verdicts, to be asked in the order of the rows.
class Verdicts {
 public:
  explicit Verdicts(std::vector<Verdict> verdicts) : verdicts_(std::move(verdicts)) {
    std::stable_sort(verdicts_.begin(), verdicts_.end(), row_order<Verdict>);
  }

  /// The last verdict on the pair; null: none.
  const Verdict* on(Row left, Row right) const {
    const Verdict pair{left, right, false};
    const auto end = std::upper_bound(verdicts_.begin(), verdicts_.end(), pair, row_order<Verdict>);
    if (end == verdicts_.begin()) return nullptr;
    const Verdict& last = *(end - 1);
    return last.left == left && last.right == right ? &last : nullptr;
  }

  /// Pairs that are matches, each once.
  std::vector<ScoredPair> matches() const {
    std::vector<ScoredPair> made;
    for (const Verdict& one : verdicts_) {
      if (on(one.left, one.right) != &one || !one.match) continue;
      made.push_back({one.left, one.right, 0, ~Pattern{0}});
    }
    return made;
  }

 private:
  std::vector<Verdict> verdicts_;
};

}  // namespace counterpart::linkage
