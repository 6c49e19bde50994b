#pragma once
/// Levels of pairs of rows. A pair of values is compared once, as long as the memory for it lasts. Pairs come
/// many at once: the memory of one is fetched while others are worked on.

#include <atomic>
#include <optional>
#include <span>
#include <vector>

#include "base/page_allocator.hpp"
#include "match/linkage/levels.hpp"
#include "match/linkage/scoring.hpp"

namespace counterpart::linkage {

struct RowPair {
  Row left;
  Row right;
};

/// What all threads share. Levels do not depend on what was compared before.
class PairLevels {
 public:
  /// `table` has to outlive it.
  PairLevels(const PersonTable& table, unsigned threads);

  /// A bit for each comparison.
  std::uint32_t all() const { return (1U << comparisons_.size()) - 1; }

 private:
  friend class PairLevelFinder;

  struct Compared {
    const Comparison* comparison;
    const std::vector<Code>* left;
    const ValueTable* values;
    bool equal_is_first;  ///< equal values are at level 0
    bool else_is_last;    ///< and all others at the last level
    std::uint8_t null_level;
    /// Levels by a hash of two codes: codes of 30 bits each and the level in one word, 0: free.
    std::vector<std::atomic<std::uint64_t>> known;
    int shift;
    /// By code: the level of a value and itself, plus one; 0: not known.
    std::vector<std::atomic<std::uint8_t>> with_itself;
  };

  std::vector<Compared> comparisons_;
  /// Right rows one after the other: a pair costs one place in memory and not one for each comparison.
  PagedVector<Code> right_;
};

/// Finds levels on one thread.
class PairLevelFinder {
 public:
  /// `shared` has to outlive it.
  explicit PairLevelFinder(PairLevels& shared);

  /// So many pairs at once are worth the wait.
  static constexpr std::size_t kBatch = 256;

  /// Sets `patterns[i]` to the levels of `pairs[i]`. Comparisons that are not in `wanted`, a bit for each,
  /// are null. Pairs of one left row in a row are fastest.
  void find(std::span<const RowPair> pairs, std::uint32_t wanted, std::vector<Pattern>& patterns);

 private:
  /// Whether it is worth to remember levels of a comparison.
  struct Remembering {
    bool on = true;
    std::size_t looks = 0;
    std::size_t missed = 0;
    void judge(std::size_t looked_at, std::size_t missed_now);
  };

  static std::optional<std::uint8_t> recall(const PairLevels::Compared& one, Code left, Code right);
  void compare(std::size_t comparison, std::span<const RowPair> pairs, Pattern* patterns);
  std::uint8_t level_with_itself(std::size_t comparison, Code code);
  void compare_missed(std::size_t comparison, Pattern* patterns);

  PairLevels& shared_;
  std::vector<LevelFinder> finders_;
  std::vector<Remembering> remembers_;
  /// Pairs that have to be compared: their places, and their codes.
  std::vector<std::size_t> missed_;
  std::vector<Code> missed_left_;
  std::vector<Code> missed_right_;
  std::vector<std::string_view> left_texts_;
  std::vector<std::string_view> right_texts_;
  std::vector<std::uint8_t> levels_;
};

}  // namespace counterpart::linkage
