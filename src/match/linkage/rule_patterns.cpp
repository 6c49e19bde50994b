#include "match/linkage/rule_patterns.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "match/linkage/parallel.hpp"
#include "match/linkage/random.hpp"

namespace counterpart::linkage {
namespace {

// Enough for a probability of a ten thousandth to be met fifty times.
constexpr std::uint64_t kMostPairs = 500'000;

// Left rows that are looked at even where a rule has many pairs for each of them.
constexpr double kLeastRows = 10'000;

/// Draws pairs by a hash of their rows: first left rows, so that most others cost nothing, then pairs of
/// these.
class Draw {
 public:
  Draw(std::uint64_t seed, std::uint64_t pairs, std::uint32_t left_rows) : seed_(mixed(seed)) {
    const double share = std::min(1.0, static_cast<double>(kMostPairs) / static_cast<double>(pairs));
    const double rows = std::clamp(kLeastRows / left_rows, share, 1.0);
    row_share_ = static_cast<std::uint64_t>(rows * 0x1p32);
    pair_share_ = static_cast<std::uint64_t>(share / rows * 0x1p32);
  }

  bool has(Row left) const { return mixed(seed_ ^ (std::uint64_t{left} + 1)) >> 32 < row_share_; }
  void keep(Row left, std::vector<Row>& right) const {
    if (pair_share_ >> 32 != 0) return;
    const std::uint64_t of_left = mixed(seed_ + left);
    std::erase_if(right,
                  [&](Row row) { return mixed(of_left ^ (std::uint64_t{row} + 1)) >> 32 >= pair_share_; });
  }

 private:
  std::uint64_t seed_;
  std::uint64_t row_share_;  ///< of 2^32
  std::uint64_t pair_share_;
};

struct Collector {
  explicit Collector(PairLevels& shared) : levels(shared) {}

  void collect(Row left, const Candidates& candidates, const Rules& rule, std::uint32_t wanted,
               const Draw& draw) {
    rows.clear();
    new_pairs.resize(candidates.all_rules().size());
    candidates.find(rule, left, rows, new_pairs.data());
    draw.keep(left, rows);
    for (const Row right : rows) pairs.push_back({left, right});
    if (pairs.size() >= PairLevelFinder::kBatch) count(wanted);
  }

  void count(std::uint32_t wanted) {
    levels.find(pairs, wanted, patterns);
    for (const Pattern pattern : patterns) ++counts[pattern];
    pairs.clear();
  }

  PairLevelFinder levels;
  std::vector<Row> rows;
  std::vector<RowPair> pairs;  ///< not counted yet
  std::vector<Pattern> patterns;
  std::vector<std::uint64_t> new_pairs;
  std::unordered_map<Pattern, std::uint64_t> counts;
};

}  // namespace

std::uint32_t comparisons_beside(const Spec& spec, const BlockRule& rule) {
  std::uint32_t beside = 0;
  for (std::size_t i = 0; i < spec.comparisons.size(); ++i)
    if (!shares_a_field(spec.comparisons[i], rule)) beside |= 1U << i;
  return beside;
}

std::vector<PatternCount> rule_patterns(const Candidates& candidates, std::size_t rule, std::uint32_t wanted,
                                        PairLevels& levels, std::uint64_t seed, unsigned threads,
                                        const CancelToken& cancel) {
  const Draw draw(seed, candidates.blocks(rule).pairs(), candidates.left_rows());
  const Rules rules{rule};
  std::vector<std::unique_ptr<Collector>> collectors(threads_for(threads));
  in_pieces(threads, pieces_of(candidates.left_rows()), &cancel, [&](unsigned thread, std::size_t piece) {
    if (!collectors[thread]) collectors[thread] = std::make_unique<Collector>(levels);
    Collector& collector = *collectors[thread];
    const auto [first, last] = rows_of(piece, candidates.left_rows());
    for (Row left = first; left < last; ++left) {
      candidates.expect(rules, left);
      if (draw.has(left)) collector.collect(left, candidates, rules, wanted, draw);
    }
    collector.count(wanted);
  });
  std::map<Pattern, std::uint64_t> sum;
  for (const auto& collector : collectors)
    if (collector)
      for (const auto& [pattern, count] : collector->counts) sum[pattern] += count;
  std::vector<PatternCount> patterns;
  for (const auto& [pattern, count] : sum) patterns.push_back({pattern, count});
  return patterns;
}

}  // namespace counterpart::linkage
