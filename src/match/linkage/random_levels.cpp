#include "match/linkage/random_levels.hpp"

#include <algorithm>

#include "match/linkage/parallel.hpp"
#include "match/linkage/random.hpp"

namespace counterpart::linkage {
namespace {

constexpr std::uint64_t kMostPairs = 1'000'000;
constexpr std::uint64_t kEnough = 100;
constexpr std::size_t kRounds = 8;
constexpr std::size_t kPiecesOfRound = 16;
/// A left row is prepared once for so many right rows.
constexpr std::size_t kRightRows = 16;
constexpr std::size_t kLeftRows = kMostPairs / (kRounds * kPiecesOfRound * kRightRows) + 1;

/// Counts on one thread.
class Counter {
 public:
  Counter(PairLevels& levels, const Candidates& candidates, const Rules& strict,
          const std::vector<Comparison>& comparisons)
      : finder_(levels), candidates_(candidates), strict_(strict) {
    for (const Comparison& comparison : comparisons) counted_.counts.emplace_back(comparison.levels.size());
  }

  void add(Row left, Row right) {
    for (const std::size_t rule : strict_) {
      const RuleBlocks& blocks = candidates_.blocks(rule);
      if (blocks.left()[left] != 0 && blocks.left()[left] == blocks.right()[right]) return;
    }
    pairs_.push_back({left, right});
  }
  bool is_full() const { return pairs_.size() >= PairLevelFinder::kBatch; }

  void count(std::uint32_t wanted) {
    finder_.find(pairs_, wanted, patterns_);
    counted_.pairs += pairs_.size();
    for (const Pattern pattern : patterns_)
      for (std::size_t i = 0; i < counted_.counts.size(); ++i)
        if (const std::uint8_t level = level_in(pattern, i); level != kNullLevel) ++counted_.counts[i][level];
    pairs_.clear();
  }

  const LevelCounts& counted() const { return counted_; }

 private:
  PairLevelFinder finder_;
  const Candidates& candidates_;
  const Rules& strict_;
  std::vector<RowPair> pairs_;
  std::vector<Pattern> patterns_;
  LevelCounts counted_;
};

class Counters {
 public:
  Counters(const PersonTable& table, const Candidates& candidates, PairLevels& levels, unsigned threads)
      : table_(table),
        candidates_(candidates),
        levels_(levels),
        strict_(strict_rules(table.spec())),
        counters_(threads_for(threads)) {}

  Counter& of(unsigned thread) {
    if (!counters_[thread])
      counters_[thread] = std::make_unique<Counter>(levels_, candidates_, strict_, table_.spec().comparisons);
    return *counters_[thread];
  }

  LevelCounts sum() const {
    LevelCounts sum;
    for (const Comparison& comparison : table_.spec().comparisons)
      sum.counts.emplace_back(comparison.levels.size());
    for (const auto& counter : counters_) {
      if (!counter) continue;
      sum.pairs += counter->counted().pairs;
      for (std::size_t i = 0; i < sum.counts.size(); ++i)
        for (std::size_t level = 0; level < sum.counts[i].size(); ++level)
          sum.counts[i][level] += counter->counted().counts[i][level];
    }
    return sum;
  }

 private:
  const PersonTable& table_;
  const Candidates& candidates_;
  PairLevels& levels_;
  Rules strict_;
  std::vector<std::unique_ptr<Counter>> counters_;
};

/// Comparisons of which some level was met too seldom, a bit for each.
std::uint32_t unsure(const LevelCounts& counted) {
  std::uint32_t comparisons = 0;
  for (std::size_t i = 0; i < counted.counts.size(); ++i)
    if (std::any_of(counted.counts[i].begin(), counted.counts[i].end(),
                    [](std::uint64_t count) { return count < kEnough; }))
      comparisons |= 1U << i;
  return comparisons;
}

void count_all(const PersonTable& table, Counters& counters, std::uint32_t wanted, unsigned threads,
               const CancelToken& cancel) {
  const std::uint32_t left_rows = table.rows(Side::left);
  const std::uint32_t right_rows = table.one_side() ? left_rows : table.rows(Side::right);
  in_pieces(threads, left_rows, &cancel, [&](unsigned thread, std::size_t piece) {
    const auto left = static_cast<Row>(piece);
    for (Row right = table.one_side() ? left + 1 : 0; right < right_rows; ++right)
      counters.of(thread).add(left, right);
    counters.of(thread).count(wanted);
  });
}

void count_drawn(const PersonTable& table, std::size_t piece, std::uint32_t wanted, Counter& counter) {
  Random random(mixed(table.spec().seed) + piece);
  const std::uint32_t left_rows = table.rows(Side::left);
  const std::uint32_t right_rows = table.one_side() ? left_rows : table.rows(Side::right);
  for (std::size_t i = 0; i < kLeftRows; ++i) {
    const Row left = random.below(left_rows);
    for (std::size_t k = 0; k < kRightRows; ++k) {
      const Row right = random.below(right_rows);
      if (!table.one_side() || left != right) counter.add(left, right);
    }
    if (counter.is_full()) counter.count(wanted);
  }
  counter.count(wanted);
}

}  // namespace

LevelCounts count_random_levels(const PersonTable& table, const Candidates& candidates, PairLevels& levels,
                                unsigned threads, const CancelToken& cancel) {
  Counters counters(table, candidates, levels, threads);
  if (all_pairs(table) <= kMostPairs) {
    count_all(table, counters, levels.all(), threads, cancel);
    return counters.sum();
  }
  std::uint32_t wanted = levels.all();
  for (std::size_t round = 0; round < kRounds && wanted != 0; ++round) {
    in_pieces(threads, kPiecesOfRound, &cancel, [&](unsigned thread, std::size_t piece) {
      count_drawn(table, round * kPiecesOfRound + piece, wanted, counters.of(thread));
    });
    wanted = unsure(counters.sum());
  }
  return counters.sum();
}

std::uint64_t all_pairs(const PersonTable& table) {
  const std::uint64_t left = table.rows(Side::left);
  return table.one_side() ? left * (left - std::min<std::uint64_t>(left, 1)) / 2
                          : left * table.rows(Side::right);
}

Rules strict_rules(const Spec& spec) {
  Rules rules;
  for (std::size_t i = 0; i < spec.blocks.size(); ++i)
    if (spec.blocks[i].strict) rules.push_back(i);
  return rules;
}

}  // namespace counterpart::linkage
