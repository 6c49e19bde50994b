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

/// A pair decided by a person before, which holds whatever its weight is. The last one on a pair counts. A
/// match that is none of the scored pairs is linked with weight 0 and all levels `kNullLevel`.
struct Verdict {
  Row left = 0;
  Row right = 0;
  bool match = false;
};

struct Decisions {
  std::vector<Link> matches;   ///< by left row, then right row
  std::vector<Link> possible;  ///< below the match threshold, or refused by the assignment; the same order
  std::vector<Row> ambiguous_left;  ///< rows in a tie, or whose pairs from the threshold up went to others
  std::vector<Row> ambiguous_right;
  // Every row is in exactly one: of a match, ambiguous, or neither (unmatched).
};

/// Decides the pairs of `score`, each at most once in `pairs`. Weights are held against each other and the
/// threshold after rounding to 2^-30 bits, so that ties are the same everywhere; a pair right at the
/// threshold is above it.
///
/// One-to-one maximizes, in each connected component of pairs at or above the match threshold, the sum of
/// (weight − threshold + 2^-30); rows in which two best assignments differ are ambiguous, never linked by
/// chance. Greedy takes the heaviest pair of free rows first; a row with several of one weight is tied with
/// their other rows, and all of them are out. Mutual best links two rows whose only best pair is with each
/// other. In all three a row that has a pair at or above the threshold and is not linked is ambiguous. `all`
/// links every such pair.
///
/// Verdicts come first: a pair declared none is dropped, a pair declared a match is linked and its rows leave
/// the assignment (`all` has none to leave).
Decisions decide(const std::vector<ScoredPair>& pairs, const Spec& spec,
                 const std::vector<Verdict>& verdicts);

/// Groups of rows of one side that are one person: connected components of the pairs at or above the match
/// threshold. For each of `rows` rows the smallest row of its group.
std::vector<Row> components(const std::vector<ScoredPair>& pairs, const Spec& spec, std::uint32_t rows,
                            const std::vector<Verdict>& verdicts);

}  // namespace counterpart::linkage
