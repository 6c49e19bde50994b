#pragma once
/// Candidate pairs, each met once, with their match weight.

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "base/cancel.hpp"
#include "match/linkage/person_table.hpp"

namespace counterpart::linkage {

class PairWeights;

/// What a comparison ends at when a value is null.
inline constexpr std::uint8_t kNullLevel = 15;

/// Levels of a pair, four bits each, the first comparison in the lowest.
using Pattern = std::uint64_t;
inline std::uint8_t level_in(Pattern pattern, std::size_t comparison) {
  return static_cast<std::uint8_t>((pattern >> (4 * comparison)) & 15);
}

struct ScoredPair {
  Row left = 0;
  Row right = 0;
  double weight = 0;  ///< match weight M in bits: prior, levels, term frequencies
  Pattern pattern = 0;

  bool operator==(const ScoredPair&) const = default;
};

/// What a blocking rule brings.
struct RuleCount {
  std::string name;
  std::uint64_t pairs = 0;      ///< that share its key, those of earlier rules and left out ones among them
  std::uint64_t new_pairs = 0;  ///< that no earlier rule met; only after scoring, else 0
  std::uint64_t largest_block = 0;    ///< pairs in it
  std::uint64_t finer_blocks = 0;     ///< above the cap: split by the values of the rarest compared field
  std::uint64_t left_out_blocks = 0;  ///< of the finer ones, those still above it
  std::uint64_t left_out_pairs = 0;   ///< not looked at: of these blocks, or without a finer block in common
};

/// Counts per rule without looking at a pair, for `plan`. Caps are applied.
std::vector<RuleCount> count_candidates(const PersonTable& table);
/// False if no two records share the key of a rule: there is nothing to score, and nothing to learn from.
bool has_candidates(const PersonTable& table);

/// The terms of one pair's weight, in the order in which they are summed.
struct WeightTerms {
  double prior = 0;  ///< log2(λ / (1 − λ))
  struct Term {
    std::uint8_t level = kNullLevel;
    double level_weight = 0;
    double term_frequency = 0;
  };
  std::vector<Term> terms;  ///< by comparison
  double weight = 0;
};
WeightTerms explain_weight(const PersonTable& table, const Model& model, Row left, Row right);

/// The same for many pairs that were scored.
class Explainer {
 public:
  /// `table` has to outlive it.
  Explainer(const PersonTable& table, const Model& model);
  ~Explainer();
  WeightTerms terms(const ScoredPair& pair) const;

 private:
  std::unique_ptr<const PairWeights> weights_;
};

struct Scored {
  /// With a weight of at least that of `possible_probability`, by left row, then right row.
  std::vector<ScoredPair> pairs;
  std::vector<RuleCount> rules;
  std::uint64_t candidates = 0;                                   ///< distinct pairs looked at
  std::uint64_t best_below = 0;                                   ///< candidates that stayed below
  double best_weight = -std::numeric_limits<double>::infinity();  ///< of all candidates; −∞ without one
  /// Candidates by match weight: 80 bins of a bit each from −40 to 40, the ends open.
  std::vector<std::uint64_t> histogram;
};

struct PairIndex;

/// Looks at each candidate pair once. The result is the same for any number of threads (0: as many as the
/// machine has). `index` is the one that training made of the table, if it did; its memory is given back.
Scored score(const PersonTable& table, const Model& model, unsigned threads, const CancelToken& cancel,
             std::shared_ptr<PairIndex> index = nullptr);

}  // namespace counterpart::linkage
