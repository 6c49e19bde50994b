#pragma once
/// What training and scoring both look pairs up in: who is in which block, and the levels of pairs.

#include "match/linkage/candidates.hpp"
#include "match/linkage/pair_levels.hpp"

namespace counterpart::linkage {

struct PairIndex {
  /// `table` has to outlive it.
  PairIndex(const PersonTable& table, unsigned threads)
      : candidates(table, threads), levels(table, threads) {}

  Candidates candidates;
  PairLevels levels;
};

}  // namespace counterpart::linkage
