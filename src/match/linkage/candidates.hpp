#pragma once
/// Candidate pairs of a left row, each once whatever number of rules it meets; caps on the size of blocks.

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "base/page_allocator.hpp"
#include "match/linkage/scoring.hpp"

namespace counterpart::linkage {

/// Whether a rule looks at a field that a comparison compares.
bool shares_a_field(const Comparison& comparison, const BlockRule& rule);

/// The blocks of one rule after the cap.
class RuleBlocks {
 public:
  /// `table` has to outlive it.
  RuleBlocks(const PersonTable& table, std::size_t rule);

  /// Codes of blocks that are looked at; 0: the row is in none.
  const std::vector<Code>& left() const { return cut_ ? own_left_ : *left_; }
  const std::vector<Code>& right() const { return cut_ ? own_right_ : *right_; }
  /// All but `new_pairs`.
  const RuleCount& count() const { return count_; }
  /// Pairs that are looked at.
  std::uint64_t pairs() const { return count_.pairs - count_.left_out_pairs; }
  /// One more than the largest code.
  Code codes() const { return codes_; }

 private:
  void cut(const PersonTable& table, std::size_t rule, const std::vector<bool>& too_large);

  const std::vector<Code>* left_;
  const std::vector<Code>* right_;
  bool cut_ = false;
  std::vector<Code> own_left_;
  std::vector<Code> own_right_;
  Code codes_ = 1;
  RuleCount count_;
};

/// Left rows are worked on in pieces of this many.
inline constexpr std::uint32_t kRowsOfPiece = 1024;
inline std::size_t pieces_of(std::uint32_t rows) {
  return (rows + std::size_t{kRowsOfPiece} - 1) / kRowsOfPiece;
}
/// The first row of a piece, and the one behind its last.
inline std::pair<Row, Row> rows_of(std::size_t piece, std::uint32_t rows) {
  return {static_cast<Row>(piece * kRowsOfPiece),
          static_cast<Row>(std::min<std::uint64_t>(rows, (piece + 1) * kRowsOfPiece))};
}

/// Indices of rules, ascending.
using Rules = std::vector<std::size_t>;

/// The blocks of all rules, and who is in them.
class Candidates {
 public:
  /// `table` has to outlive it.
  Candidates(const PersonTable& table, unsigned threads);

  std::uint32_t left_rows() const { return left_rows_; }
  const Rules& all_rules() const { return all_; }
  const RuleBlocks& blocks(std::size_t rule) const { return *blocks_[rule]; }
  /// Puts the right rows that `rules` make candidates of `left` at the end of `rows`, each once, in no order.
  /// Adds to `new_pairs`, which has a place for each rule of the spec, how many each was the first to bring.
  void find(const Rules& rules, Row left, std::vector<Row>& rows, std::uint64_t* new_pairs) const;
  /// A word that `find` will be asked for the next rows after `left`.
  void expect(const Rules& rules, Row left) const;
  /// The number of distinct pairs of `rules`.
  std::uint64_t count_distinct(const Rules& rules, unsigned threads, const CancelToken& cancel) const;

 private:
  struct Posting {
    PagedVector<Row> starts;  ///< by code
    PagedVector<Row> rows;    ///< of the right side, by code, ascending
  };
  static Posting post(const RuleBlocks& blocks);

  std::uint32_t left_rows_;
  bool one_side_;
  Rules all_;
  std::vector<std::unique_ptr<const RuleBlocks>> blocks_;
  std::vector<Posting> postings_;
  /// Right rows one after the other, with their code of each rule: to look whether an earlier rule met a
  /// pair.
  PagedVector<Code> right_codes_;
};

}  // namespace counterpart::linkage
