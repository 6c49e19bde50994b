#include "match/linkage/candidates.hpp"

#include <algorithm>
#include <numeric>

#include "match/linkage/parallel.hpp"

namespace counterpart::linkage {
namespace {

// Rows further on of which memory is fetched.
constexpr Row kAhead = 16;

const std::vector<Code>& right_blocked(const PersonTable& table, std::size_t rule) {
  const bool same = table.one_side() && !is_crossed(table.spec().blocks[rule]);
  return table.blocked(same ? Side::left : Side::right, rule);
}

const std::vector<Code>& right_compared(const PersonTable& table, std::size_t comparison) {
  return table.compared(table.one_side() ? Side::left : Side::right, comparison);
}

/// Which pairs of the rows of a block there are.
enum class Meeting : std::uint8_t { two_sides, within, crossed };

Meeting meeting(const PersonTable& table, std::size_t rule) {
  if (!table.one_side()) return Meeting::two_sides;
  return is_crossed(table.spec().blocks[rule]) ? Meeting::crossed : Meeting::within;
}

std::vector<std::uint32_t> sizes(const std::vector<Code>& codes, Code most) {
  std::vector<std::uint32_t> counts(most + std::size_t{1});
  for (const Code code : codes) ++counts[code];
  return counts;
}

/// Pairs by code. Of one side the left row comes first.
std::vector<std::uint64_t> pairs_of(const std::vector<Code>& left, const std::vector<Code>& right, Code most,
                                    Meeting meeting) {
  std::vector<std::uint64_t> pairs(most + std::size_t{1});
  if (meeting == Meeting::crossed) {
    std::vector<std::uint32_t> before(pairs.size());
    for (std::size_t row = 0; row < right.size(); ++row) {
      pairs[right[row]] += before[right[row]];
      ++before[left[row]];
    }
    return pairs;
  }
  const std::vector<std::uint32_t> lefts = sizes(left, most);
  const std::vector<std::uint32_t> rights = sizes(right, most);
  for (std::size_t code = 0; code < pairs.size(); ++code) {
    const std::uint64_t rows = lefts[code];
    pairs[code] = meeting == Meeting::within ? rows * (rows - std::min<std::uint64_t>(rows, 1)) / 2
                                             : rows * rights[code];
  }
  return pairs;
}

/// What a block that is too large is made finer by: the comparison of most distinct values, if there is one
/// that the rule does not already look at.
std::size_t finest_comparison(const PersonTable& table, const BlockRule& rule) {
  const auto& comparisons = table.spec().comparisons;
  const auto worth = [&](std::size_t i) {
    return std::pair(!shares_a_field(comparisons[i], rule), table.values(i).size());
  };
  std::size_t best = 0;
  for (std::size_t i = 1; i < comparisons.size(); ++i)
    if (worth(i) > worth(best)) best = i;
  return best;
}

/// A row of a block that is too large, by the block and the value that makes it finer.
struct FineRow {
  std::uint64_t key;
  Row row;
  bool right;
};

std::vector<FineRow> fine_rows(const std::vector<Code>& blocks, const std::vector<Code>& values, bool right,
                               const std::vector<bool>& too_large) {
  std::vector<FineRow> rows;
  for (std::size_t row = 0; row < blocks.size(); ++row)
    if (too_large[blocks[row]] && values[row] != 0)
      rows.push_back({std::uint64_t{blocks[row]} << 32 | values[row], static_cast<Row>(row), right});
  return rows;
}

using FineRows = std::vector<FineRow>::const_iterator;

/// Pairs of the rows of one block, left rows first, each side in order.
std::uint64_t pairs_of(FineRows first, FineRows last, Meeting meeting) {
  const FineRows rights = std::find_if(first, last, [](const FineRow& row) { return row.right; });
  const auto left = static_cast<std::uint64_t>(rights - first);
  if (meeting == Meeting::two_sides) return left * static_cast<std::uint64_t>(last - rights);
  if (meeting == Meeting::within) return left * (left - 1) / 2;
  std::uint64_t pairs = 0;
  auto before = first;
  for (auto right = rights; right != last; ++right) {
    while (before != rights && before->row < right->row) ++before;
    pairs += static_cast<std::uint64_t>(before - first);
  }
  return pairs;
}

}  // namespace

bool shares_a_field(const Comparison& comparison, const BlockRule& rule) {
  for (const ComparedField& field : comparison.fields)
    for (const BlockPart& part : rule.parts)
      if (field.left == part.left || field.right == part.right) return true;
  return false;
}

RuleBlocks::RuleBlocks(const PersonTable& table, std::size_t rule)
    : left_(&table.blocked(Side::left, rule)), right_(&right_blocked(table, rule)) {
  count_.name = table.spec().blocks[rule].name;
  Code most = 0;
  for (const auto* side : {left_, right_})
    for (const Code code : *side) most = std::max(most, code);
  codes_ = most + 1;
  const std::vector<std::uint64_t> by_code = pairs_of(*left_, *right_, most, meeting(table, rule));
  std::vector<bool> too_large(codes_);
  bool any = false;
  for (Code code = 1; code <= most; ++code) {
    const std::uint64_t pairs = by_code[code];
    count_.pairs += pairs;
    count_.largest_block = std::max(count_.largest_block, pairs);
    if (pairs <= table.spec().most_block_pairs) continue;
    too_large[code] = any = true;
    ++count_.finer_blocks;
    count_.left_out_pairs += pairs;
  }
  if (any) cut(table, rule, too_large);
}

void RuleBlocks::cut(const PersonTable& table, std::size_t rule, const std::vector<bool>& too_large) {
  const Meeting how = meeting(table, rule);
  const bool one_side = how == Meeting::within;
  const std::size_t by = finest_comparison(table, table.spec().blocks[rule]);
  std::vector<FineRow> rows = fine_rows(*left_, table.compared(Side::left, by), false, too_large);
  if (!one_side) {
    const std::vector<FineRow> others = fine_rows(*right_, right_compared(table, by), true, too_large);
    rows.insert(rows.end(), others.begin(), others.end());
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const FineRow& a, const FineRow& b) { return a.key < b.key; });
  own_left_ = *left_;
  own_right_ = one_side ? std::vector<Code>() : *right_;
  for (auto* side : {&own_left_, &own_right_})
    for (Code& code : *side)
      if (too_large[code]) code = 0;
  for (auto first = rows.begin(); first != rows.end();) {
    const auto last =
        std::find_if(first, rows.end(), [&](const FineRow& row) { return row.key != first->key; });
    const std::uint64_t pairs = pairs_of(first, last, how);
    if (pairs > table.spec().most_block_pairs) {
      ++count_.left_out_blocks;
    } else if (pairs > 0) {
      count_.left_out_pairs -= pairs;
      for (auto row = first; row != last; ++row) (row->right ? own_right_ : own_left_)[row->row] = codes_;
      ++codes_;
    }
    first = last;
  }
  if (one_side) own_right_ = own_left_;
  cut_ = true;
}

Candidates::Candidates(const PersonTable& table, unsigned threads)
    : left_rows_(table.rows(Side::left)),
      one_side_(table.one_side()),
      all_(table.spec().blocks.size()),
      blocks_(all_.size()),
      postings_(all_.size()) {
  std::iota(all_.begin(), all_.end(), std::size_t{0});
  in_pieces(threads, all_.size(), nullptr, [&](unsigned, std::size_t rule) {
    blocks_[rule] = std::make_unique<const RuleBlocks>(table, rule);
    postings_[rule] = post(*blocks_[rule]);
  });
  const std::uint32_t right_rows = table.rows(one_side_ ? Side::left : Side::right);
  right_codes_.resize(right_rows * all_.size());
  in_pieces(threads, pieces_of(right_rows), nullptr, [&](unsigned, std::size_t piece) {
    const auto [first, last] = rows_of(piece, right_rows);
    for (const std::size_t rule : all_) {
      const Code* const codes = blocks_[rule]->right().data();
      for (Row row = first; row < last; ++row) right_codes_[row * all_.size() + rule] = codes[row];
    }
  });
}

Candidates::Posting Candidates::post(const RuleBlocks& blocks) {
  const std::vector<Code>& codes = blocks.right();
  Posting posting;
  posting.starts.resize(blocks.codes() + std::size_t{1});
  for (const Code code : codes)
    if (code != 0) ++posting.starts[code];
  // Each start is put at its end, and comes to its place while the rows are dealt from the last on.
  std::partial_sum(posting.starts.begin(), posting.starts.end(), posting.starts.begin());
  posting.rows.resize(posting.starts.back());
  for (std::size_t row = codes.size(); row-- > 0;)
    if (codes[row] != 0) posting.rows[--posting.starts[codes[row]]] = static_cast<Row>(row);
  return posting;
}

void Candidates::expect(const Rules& rules, Row left) const {
  for (const std::size_t rule : rules) {
    const std::vector<Code>& codes = blocks_[rule]->left();
    if (left + kAhead < codes.size()) __builtin_prefetch(&postings_[rule].starts[codes[left + kAhead]]);
    if (left + kAhead / 2 >= codes.size()) continue;
    const Posting& posting = postings_[rule];
    if (const Code code = codes[left + kAhead / 2]; code != 0)
      __builtin_prefetch(&posting.rows[posting.starts[code]]);
    if (const Code code = codes[left + kAhead / 4]; code != 0 && rule != rules.front())
      __builtin_prefetch(&right_codes_[posting.rows[posting.starts[code]] * all_.size()]);
  }
}

void Candidates::find(const Rules& rules, Row left, std::vector<Row>& rows, std::uint64_t* new_pairs) const {
  for (auto rule = rules.begin(); rule != rules.end(); ++rule) {
    const Code code = blocks_[*rule]->left()[left];
    if (code == 0) continue;
    const Posting& posting = postings_[*rule];
    const Row* first = posting.rows.data() + posting.starts[code];
    const Row* const last = posting.rows.data() + posting.starts[code + 1];
    if (one_side_) first = std::upper_bound(first, last, left);
    const std::size_t before = rows.size();
    for (; first != last; ++first) {
      const Code* const right = right_codes_.data() + *first * all_.size();
      const bool met = std::any_of(rules.begin(), rule, [&](std::size_t earlier) {
        return right[earlier] != 0 && right[earlier] == blocks_[earlier]->left()[left];
      });
      if (!met) rows.push_back(*first);
    }
    new_pairs[*rule] += rows.size() - before;
  }
}

std::uint64_t Candidates::count_distinct(const Rules& rules, unsigned threads,
                                         const CancelToken& cancel) const {
  std::vector<std::uint64_t> counts(threads_for(threads));
  in_pieces(threads, pieces_of(left_rows_), &cancel, [&](unsigned thread, std::size_t piece) {
    std::vector<Row> rows;
    std::vector<std::uint64_t> new_pairs(all_.size());
    const auto [first, last] = rows_of(piece, left_rows_);
    for (Row left = first; left < last; ++left) {
      rows.clear();
      expect(rules, left);
      find(rules, left, rows, new_pairs.data());
    }
    for (const std::uint64_t pairs : new_pairs) counts[thread] += pairs;
  });
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

bool has_candidates(const PersonTable& table) {
  // A key without a pair has no code; see KeyNumbering.
  for (std::size_t rule = 0; rule < table.spec().blocks.size(); ++rule) {
    const std::vector<Code>& codes = table.blocked(Side::left, rule);
    if (std::any_of(codes.begin(), codes.end(), [](Code code) { return code != 0; })) return true;
  }
  return false;
}

std::vector<RuleCount> count_candidates(const PersonTable& table) {
  std::vector<RuleCount> counts;
  for (std::size_t rule = 0; rule < table.spec().blocks.size(); ++rule)
    counts.push_back(RuleBlocks(table, rule).count());
  return counts;
}

}  // namespace counterpart::linkage
