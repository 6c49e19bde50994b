#pragma once
/// The pairs of one rule, as counts of patterns.

#include <vector>

#include "match/linkage/candidates.hpp"
#include "match/linkage/expectation.hpp"
#include "match/linkage/pair_levels.hpp"

namespace counterpart::linkage {

/// Comparisons of which no field is in the rule, a bit for each: the others are equal by the choice of pairs.
std::uint32_t comparisons_beside(const Spec& spec, const BlockRule& rule);

/// Patterns of the rule's pairs in the comparisons of `wanted`, ascending. Of more than half a million pairs,
/// a share of the left rows is drawn by `seed`.
std::vector<PatternCount> rule_patterns(const Candidates& candidates, std::size_t rule, std::uint32_t wanted,
                                        PairLevels& levels, std::uint64_t seed, unsigned threads,
                                        const CancelToken& cancel);

}  // namespace counterpart::linkage
