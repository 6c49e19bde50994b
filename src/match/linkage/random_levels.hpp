#pragma once
/// How often pairs drawn at random are at each level.

#include <vector>

#include "match/linkage/candidates.hpp"
#include "match/linkage/pair_levels.hpp"

namespace counterpart::linkage {

struct LevelCounts {
  std::uint64_t pairs = 0;
  std::vector<std::vector<std::uint64_t>> counts;  ///< by comparison, by level
};

/// Pairs of the table that no strict rule brings together, drawn from the spec's seed. A comparison is looked
/// at until each of its levels was met a hundred times or a million pairs were drawn; in a table that has no
/// more pairs, all of them.
LevelCounts count_random_levels(const PersonTable& table, const Candidates& candidates, PairLevels& levels,
                                unsigned threads, const CancelToken& cancel);

/// Pairs of a left and a right row, or of two rows of the one side.
std::uint64_t all_pairs(const PersonTable& table);
Rules strict_rules(const Spec& spec);

}  // namespace counterpart::linkage
