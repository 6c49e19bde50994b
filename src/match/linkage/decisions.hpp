#pragma once
/// From scored pairs to links: who is whose counterpart, how sure, and what stays open.

#include <cstdint>
#include <vector>

#include "match/linkage/scoring.hpp"

namespace counterpart::linkage {

struct Link {
  ScoredPair pair;
  /// Bits between this pair and the best other pair of either of its records; infinity without one.
  double margin = 0;
};

/// Pairs decided by a person before, which hold whatever their weight is.
struct Verdict {
  Row left = 0;
  Row right = 0;
  bool match = false;
};

struct Decisions {
  std::vector<Link> matches;   ///< by left row, then right row
  std::vector<Link> possible;  ///< below the match threshold, or refused by the assignment; the same order
  std::vector<Row> ambiguous_left;  ///< rows in a tie, or whose pairs above the threshold went to others
  std::vector<Row> ambiguous_right;
  // Every row is in exactly one: of a match, ambiguous, or neither (unmatched).
};

/// Decides the pairs of `score`. One-to-one maximizes, in each connected component of pairs at or above the
/// match threshold, the sum of (weight − threshold); a component of which two best assignments differ has the
/// rows in which they differ ambiguous, never one of them by chance. Greedy and mutual best leave ties
/// ambiguous alike. Verdicts come first: a pair declared none is dropped, a pair declared a match is linked
/// and its rows leave the assignment.
Decisions decide(const std::vector<ScoredPair>& pairs, const Spec& spec,
                 const std::vector<Verdict>& verdicts);

/// Groups of rows of one side that are one person: connected components of the pairs at or above the match
/// threshold. For each of `rows` rows the smallest row of its group.
std::vector<Row> components(const std::vector<ScoredPair>& pairs, const Spec& spec, std::uint32_t rows,
                            const std::vector<Verdict>& verdicts);

}  // namespace counterpart::linkage
