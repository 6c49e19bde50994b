#pragma once
/// The Fellegi-Sunter model: what each level of each comparison weighs. Formulas: docs/matching.md.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "match/linkage/blocking.hpp"
#include "match/linkage/comparison.hpp"

namespace counterpart::linkage {

/// Where a probability came from.
enum class Origin : std::uint8_t {
  untrained,  ///< never met in training: weighs as its neighbour says, and is warned about
  trained,
  fixed,  ///< by the job or the model file
  labels,
};

/// Probabilities of one level: of landing on it among pairs of one person (m), of two persons (u).
struct LevelOdds {
  double m = 0;
  double u = 0;
  Origin m_origin = Origin::untrained;
  Origin u_origin = Origin::untrained;

  double weight() const;  ///< log2(m / u), either taken for 1e-12 where it is less
  bool operator==(const LevelOdds&) const = default;
};

/// Weights of a spec's comparisons, in their order. Everything a run needs beyond the spec.
struct Model {
  double lambda = 0;  ///< probability that two records drawn at random are one person
  std::vector<std::vector<LevelOdds>> levels;  ///< by comparison, by level

  bool operator==(const Model&) const = default;
};

/// How links are chosen from the pairs above a threshold.
enum class Assignment : std::uint8_t {
  one_to_one,   ///< the best assignment of each connected component
  greedy,       ///< by (weight descending, left id, right id)
  mutual_best,  ///< each is the other's best
  all,
};

/// What the job says of probabilistic matching, fields resolved.
struct Spec {
  std::vector<BlockRule> blocks;
  std::vector<Comparison> comparisons;  ///< at most 16, of at most 15 levels each
  Assignment assignment = Assignment::one_to_one;
  double match_probability = 0.95;
  double possible_probability = 0.5;  ///< not above `match_probability`
  std::uint64_t seed = 1;
  double recall = 0.8;  ///< share of all true pairs that the strict rules are assumed to find
  std::uint64_t most_block_pairs =
      1'000'000;                 ///< a larger block is made finer, or left out: logged and counted
  std::optional<double> lambda;  ///< fixed by the job
};

/// log2(p / (1 − p)), infinite for 0 and 1, and back.
double weight_of(double probability);
double probability_of(double weight);

}  // namespace counterpart::linkage
