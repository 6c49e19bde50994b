#include "match/linkage/scoring.hpp"

#include <algorithm>
#include <cmath>

#include "match/linkage/pair_index.hpp"
#include "match/linkage/pair_weights.hpp"
#include "match/linkage/parallel.hpp"

namespace counterpart::linkage {
namespace {

constexpr int kHistogramEnd = 40;

/// What one thread works with and counts.
struct Scorer {
  PairLevelFinder levels;
  std::vector<Row> rows;
  std::vector<RowPair> pairs;  ///< not looked at yet
  std::vector<Pattern> patterns;
  std::vector<std::uint64_t> new_pairs;
  std::vector<std::uint64_t> histogram = std::vector<std::uint64_t>(2 * kHistogramEnd);
  std::uint64_t below = 0;
  double best = -std::numeric_limits<double>::infinity();

  Scorer(PairLevels& shared, std::size_t rules) : levels(shared), new_pairs(rules) {}

  void find(Row left, const Candidates& candidates) {
    rows.clear();
    candidates.expect(candidates.all_rules(), left);
    candidates.find(candidates.all_rules(), left, rows, new_pairs.data());
    std::sort(rows.begin(), rows.end());
    for (const Row right : rows) pairs.push_back({left, right});
  }

  void score(const PairWeights& weights, std::uint32_t all, double least, std::vector<ScoredPair>& kept) {
    levels.find(pairs, all, patterns);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const auto [left, right] = pairs[i];
      const double weight = weights.weight(left, patterns[i]);
      const auto bin =
          static_cast<int>(std::floor(std::clamp<double>(weight, -kHistogramEnd, kHistogramEnd - 1)));
      ++histogram[static_cast<std::size_t>(bin + kHistogramEnd)];
      best = std::max(best, weight);
      if (weight >= least) {
        kept.push_back({left, right, weight, patterns[i]});
      } else {
        ++below;
      }
    }
    pairs.clear();
  }
};

void add(std::vector<std::uint64_t>& sum, const std::vector<std::uint64_t>& counts) {
  sum.resize(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) sum[i] += counts[i];
}

/// All but the pairs of what the threads have found.
Scored summed(const std::vector<std::unique_ptr<Scorer>>& scorers, const Candidates& candidates) {
  const std::size_t rules = candidates.all_rules().size();
  Scored scored;
  scored.histogram.resize(2 * kHistogramEnd);
  std::vector<std::uint64_t> new_pairs(rules);
  for (const auto& scorer : scorers) {
    if (!scorer) continue;
    add(scored.histogram, scorer->histogram);
    add(new_pairs, scorer->new_pairs);
    scored.best_below += scorer->below;
    scored.best_weight = std::max(scored.best_weight, scorer->best);
  }
  for (std::size_t rule = 0; rule < rules; ++rule) {
    scored.rules.push_back(candidates.blocks(rule).count());
    scored.rules.back().new_pairs = new_pairs[rule];
    scored.candidates += new_pairs[rule];
  }
  return scored;
}

}  // namespace

Scored score(const PersonTable& table, const Model& model, unsigned threads, const CancelToken& cancel,
             std::shared_ptr<PairIndex> index) {
  if (!index) index = std::make_shared<PairIndex>(table, threads);
  const Candidates& candidates = index->candidates;
  PairLevels& shared = index->levels;
  const std::size_t rules = candidates.all_rules().size();
  const PairWeights weights(table, model);
  const double least = bits_of(fixed_weight(weight_of(table.spec().possible_probability)));
  std::vector<std::unique_ptr<Scorer>> scorers(threads_for(threads));
  std::vector<std::vector<ScoredPair>> kept(pieces_of(candidates.left_rows()));
  in_pieces(threads, kept.size(), &cancel, [&](unsigned thread, std::size_t piece) {
    if (!scorers[thread]) scorers[thread] = std::make_unique<Scorer>(shared, rules);
    const auto [first, last] = rows_of(piece, candidates.left_rows());
    Scorer& scorer = *scorers[thread];
    for (Row left = first; left < last; ++left) {
      scorer.find(left, candidates);
      if (scorer.pairs.size() >= PairLevelFinder::kBatch)
        scorer.score(weights, shared.all(), least, kept[piece]);
    }
    scorer.score(weights, shared.all(), least, kept[piece]);
  });
  Scored scored = summed(scorers, candidates);
  // The pairs are copied where the index was.
  scorers.clear();
  index.reset();
  scored.pairs.reserve(scored.candidates - scored.best_below);
  for (std::vector<ScoredPair>& piece : kept) {
    scored.pairs.insert(scored.pairs.end(), piece.begin(), piece.end());
    piece = std::vector<ScoredPair>();
  }
  return scored;
}

Explainer::Explainer(const PersonTable& table, const Model& model)
    : weights_(std::make_unique<PairWeights>(table, model)) {}

Explainer::~Explainer() = default;

WeightTerms Explainer::terms(const ScoredPair& pair) const {
  return weights_->terms(pair.left, pair.pattern);
}

WeightTerms explain_weight(const PersonTable& table, const Model& model, Row left, Row right) {
  Pattern pattern = 0;
  for (std::size_t i = 0; i < table.spec().comparisons.size(); ++i) {
    const Comparison& comparison = table.spec().comparisons[i];
    const Code one = table.compared(Side::left, i)[left];
    const Code other = table.compared(table.one_side() ? Side::left : Side::right, i)[right];
    std::uint8_t level = kNullLevel;
    if (one != 0 && other != 0) {
      level = LevelFinder(comparison).level(table.values(i).value(one), table.values(i).value(other));
    } else if (comparison.nulls == NullPolicy::disagree) {
      level = static_cast<std::uint8_t>(comparison.levels.size() - 1);
    }
    pattern |= Pattern{level} << (4 * i);
  }
  return PairWeights(table, model).terms(left, pattern);
}

}  // namespace counterpart::linkage
