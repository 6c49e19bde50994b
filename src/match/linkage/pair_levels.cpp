#include "match/linkage/pair_levels.hpp"

#include <algorithm>
#include <bit>

#include "match/linkage/candidates.hpp"
#include "match/linkage/parallel.hpp"

namespace counterpart::linkage {
namespace {

constexpr std::size_t kMostKnown = std::size_t{1} << 16;
constexpr Code kMostKnownCode = (Code{1} << 30) - 1;
// After so many pairs it is clear whether pairs of values come again.
constexpr std::size_t kTrial = 4096;

/// Whether two equal values are always at the first level: it asks for equality of a whole value alone.
bool first_is_equality(const Comparison& comparison) {
  const std::vector<Condition>& all_of = comparison.levels.front().all_of;
  return comparison.fields.size() == 1 && !all_of.empty() &&
         std::all_of(all_of.begin(), all_of.end(), [](const Condition& condition) {
           return condition.likeness == Likeness::exact && condition.left_part == 0 &&
                  condition.right_part == 0;
         });
}

std::uint64_t word(Code left, Code right, std::uint8_t level) {
  return std::uint64_t{left} << 34 | std::uint64_t{right} << 4 | level;
}

std::size_t place(Code left, Code right, int shift) {
  return (left * 0x9E3779B97F4A7C15U + right * 0xC2B2AE3D27D4EB4FU) >> shift;
}

Pattern at(std::size_t comparison, std::uint8_t level) {
  return Pattern{level} << (4 * comparison);
}

}  // namespace

PairLevels::PairLevels(const PersonTable& table, unsigned threads) {
  const Side right_side = table.one_side() ? Side::left : Side::right;
  const std::vector<Comparison>& comparisons = table.spec().comparisons;
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    const std::size_t values = table.values(i).size();
    const std::size_t known = std::clamp(std::bit_ceil(values * 8), std::size_t{64}, kMostKnown);
    const bool equal_is_first = first_is_equality(comparisons[i]);
    const auto last = static_cast<std::uint8_t>(comparisons[i].levels.size() - 1);
    comparisons_.push_back({&comparisons[i], &table.compared(Side::left, i), &table.values(i), equal_is_first,
                            equal_is_first && last == 1,
                            comparisons[i].nulls == NullPolicy::disagree ? last : kNullLevel,
                            std::vector<std::atomic<std::uint64_t>>(known), 64 - std::countr_zero(known),
                            std::vector<std::atomic<std::uint8_t>>(equal_is_first ? 0 : values + 1)});
  }
  const std::uint32_t rows = table.rows(right_side);
  right_.resize(rows * comparisons.size());
  in_pieces(threads, pieces_of(rows), nullptr, [&](unsigned, std::size_t piece) {
    const auto [first, last] = rows_of(piece, rows);
    for (std::size_t i = 0; i < comparisons.size(); ++i) {
      const Code* const column = table.compared(right_side, i).data();
      for (Row row = first; row < last; ++row) right_[row * comparisons.size() + i] = column[row];
    }
  });
}

PairLevelFinder::PairLevelFinder(PairLevels& shared) : shared_(shared) {
  for (const PairLevels::Compared& one : shared.comparisons_) finders_.emplace_back(*one.comparison);
  remembers_.resize(finders_.size());
}

void PairLevelFinder::find(std::span<const RowPair> pairs, std::uint32_t wanted,
                           std::vector<Pattern>& patterns) {
  const std::size_t comparisons = shared_.comparisons_.size();
  Pattern none = 0;
  for (std::size_t i = 0; i < comparisons; ++i)
    if ((wanted >> i & 1U) == 0) none |= at(i, kNullLevel);
  patterns.assign(pairs.size(), none);
  for (std::size_t first = 0; first < pairs.size(); first += kBatch) {
    const auto batch = pairs.subspan(first, std::min(kBatch, pairs.size() - first));
    for (const RowPair& pair : batch) __builtin_prefetch(shared_.right_.data() + pair.right * comparisons);
    for (std::size_t i = 0; i < comparisons; ++i)
      if ((wanted >> i & 1U) != 0) compare(i, batch, patterns.data() + first);
  }
}

void PairLevelFinder::compare(std::size_t comparison, std::span<const RowPair> pairs, Pattern* patterns) {
  const PairLevels::Compared& one = shared_.comparisons_[comparison];
  const std::size_t comparisons = shared_.comparisons_.size();
  missed_.clear();
  missed_left_.clear();
  missed_right_.clear();
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const Code code = (*one.left)[pairs[i].left];
    const Code other = shared_.right_[pairs[i].right * comparisons + comparison];
    std::uint8_t level = 0;
    if (code == 0 || other == 0) {
      level = one.null_level;
    } else if (code == other) {
      level = one.equal_is_first ? std::uint8_t{0} : level_with_itself(comparison, code);
    } else if (one.else_is_last) {
      level = 1;
    } else if (const auto known = remembers_[comparison].on ? recall(one, code, other) : std::nullopt) {
      level = *known;
    } else {
      missed_.push_back(i);
      missed_left_.push_back(code);
      missed_right_.push_back(other);
      continue;
    }
    patterns[i] |= at(comparison, level);
  }
  if (!missed_.empty()) compare_missed(comparison, patterns);
  remembers_[comparison].judge(pairs.size(), missed_.size());
}

void PairLevelFinder::Remembering::judge(std::size_t looked_at, std::size_t missed_now) {
  looks += looked_at;
  missed += missed_now;
  if (looks < kTrial) return;
  on = on && missed < looks / 8 * 7;
  looks = missed = 0;
}

std::optional<std::uint8_t> PairLevelFinder::recall(const PairLevels::Compared& one, Code left, Code right) {
  const std::uint64_t known = one.known[place(left, right, one.shift)].load(std::memory_order_relaxed);
  if (known >> 4 != word(left, right, 0) >> 4) return std::nullopt;
  return known & 15;
}

std::uint8_t PairLevelFinder::level_with_itself(std::size_t comparison, Code code) {
  PairLevels::Compared& one = shared_.comparisons_[comparison];
  const std::uint8_t known = one.with_itself[code].load(std::memory_order_relaxed);
  if (known != 0) return known - 1;
  const std::string_view text = one.values->value(code);
  const std::uint8_t level = finders_[comparison].level(text, text);
  one.with_itself[code].store(level + 1, std::memory_order_relaxed);
  return level;
}

void PairLevelFinder::compare_missed(std::size_t comparison, Pattern* patterns) {
  PairLevels::Compared& one = shared_.comparisons_[comparison];
  const bool remembers = remembers_[comparison].on;
  const std::size_t count = missed_.size();
  one.values->values(missed_left_, left_texts_);
  one.values->values(missed_right_, right_texts_);
  levels_.resize(count);
  for (std::size_t first = 0, last = 0; first < count; first = last) {
    while (last < count && missed_left_[last] == missed_left_[first]) ++last;
    finders_[comparison].levels(left_texts_[first], std::span(right_texts_).subspan(first, last - first),
                                levels_.data() + first);
  }
  for (std::size_t i = 0; i < count; ++i) {
    patterns[missed_[i]] |= at(comparison, levels_[i]);
    const Code left = missed_left_[i];
    if (const Code right = missed_right_[i]; remembers && std::max(left, right) <= kMostKnownCode)
      one.known[place(left, right, one.shift)].store(word(left, right, levels_[i]),
                                                     std::memory_order_relaxed);
  }
}

}  // namespace counterpart::linkage
