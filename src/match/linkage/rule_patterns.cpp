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

struct Collector {
  explicit Collector(PairLevels& shared) : levels(shared) {}

  void collect(Row left, const Candidates& candidates, const Rules& rule, std::uint32_t wanted) {
    rows.clear();
    new_pairs.resize(candidates.all_rules().size());
    candidates.find(rule, left, rows, new_pairs.data());
    if (rows.empty()) return;
    levels.find(left, rows, wanted, patterns);
    for (const Pattern pattern : patterns) ++counts[pattern];
  }

  PairLevelFinder levels;
  std::vector<Row> rows;
  std::vector<Pattern> patterns;
  std::vector<std::uint64_t> new_pairs;
  std::unordered_map<Pattern, std::uint64_t> counts;
};

/// Whether a left row is among those that `share` of 2^32 draws.
bool is_drawn(std::uint64_t seed, Row left, std::uint64_t share) {
  return mixed(mixed(seed) ^ (std::uint64_t{left} + 1)) >> 32 < share;
}

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
  const std::uint64_t pairs = candidates.blocks(rule).pairs();
  const std::uint64_t share =
      pairs <= kMostPairs
          ? std::uint64_t{1} << 32
          : static_cast<std::uint64_t>(static_cast<double>(kMostPairs) / static_cast<double>(pairs) * 0x1p32);
  std::vector<std::unique_ptr<Collector>> collectors(threads_for(threads));
  in_pieces(threads, pieces_of(candidates.left_rows()), &cancel, [&](unsigned thread, std::size_t piece) {
    if (!collectors[thread]) collectors[thread] = std::make_unique<Collector>(levels);
    const auto [first, last] = rows_of(piece, candidates.left_rows());
    for (Row left = first; left < last; ++left) {
      candidates.expect({rule}, left);
      if (is_drawn(seed, left, share)) collectors[thread]->collect(left, candidates, {rule}, wanted);
    }
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
