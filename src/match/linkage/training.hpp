#pragma once
/// Weights without labels: λ from strict rules, u from random pairs, m by expectation maximization.

#include <memory>
#include <string>
#include <vector>

#include "base/cancel.hpp"
#include "match/linkage/person_table.hpp"

namespace counterpart::linkage {

/// What one EM session did.
struct Session {
  std::string rule;
  std::uint64_t pairs = 0;       ///< that were looked at
  std::uint64_t rule_pairs = 0;  ///< that the rule has: a large rule's pairs are sampled
  std::uint32_t rounds = 0;
  double last_change = 0;  ///< largest change of an m in the last round
  bool converged = false;
  double lambda = 0;  ///< share of matches among the rule's pairs, as the session found it
};

struct PairIndex;

struct Training {
  Model model;
  std::vector<Session> sessions;
  std::uint64_t random_pairs = 0;
  std::uint64_t strict_pairs = 0;     ///< distinct pairs that the strict rules hit
  std::vector<std::string> warnings;  ///< one line each: not converged, untrained levels, odd weights
  std::shared_ptr<PairIndex> index;   ///< for `score` to go on with; it refers to the table
};

/// Trains on the table's own data, from the spec's seed: the same result on every machine and for any number
/// of threads. Probabilities that `fixed` has (Origin::fixed) stay as they are; null: none are fixed.
/// Error(policy) if nothing can be learned: a comparison of which all values are null, no pair in any block,
/// or none in a block that is small enough.
Training train(const PersonTable& table, const Model* fixed, unsigned threads, const CancelToken& cancel);

/// Error(policy) if a comparison has no value at all on a side that has records.
void require_values(const PersonTable& table);

struct LabelledPair {
  Row left = 0;
  Row right = 0;
  bool match = false;
};
/// m from labelled matches, u from random pairs. λ is estimated from the strict rules as without labels, but
/// is not less than the share of the labelled matches. `fixed` as for `train`.
Training train_on_labels(const PersonTable& table, const std::vector<LabelledPair>& labels,
                         const Model* fixed, const CancelToken& cancel);

}  // namespace counterpart::linkage
