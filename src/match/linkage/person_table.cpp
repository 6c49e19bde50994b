#include "match/linkage/person_table.hpp"

#include <algorithm>
#include <array>

#include "match/linkage/block_codes.hpp"
#include "match/linkage/parallel.hpp"
#include "match/linkage/side_columns.hpp"

namespace counterpart::linkage {
namespace {

/// What of a side is left once it is finished.
struct Finished {
  std::vector<std::vector<Code>> compared;
  std::vector<std::vector<Code>> blocked;
  std::vector<std::vector<std::uint32_t>> frequencies;
};

/// What makes the right keys of one side: its rules that compare different fields of the two records.
Spec crossed_rules(const Spec& spec) {
  Spec crossed;
  for (const BlockRule& rule : spec.blocks)
    if (is_crossed(rule)) crossed.blocks.push_back(rule);
  return crossed;
}

}  // namespace

struct PersonTable::Body {
  Spec crossed;  ///< of one side
  SideColumns left;
  SideColumns right;
  std::vector<ValueTable> values;
  Finished finished[2];

  Body(const Spec& spec, bool one_side)
      : crossed(one_side ? crossed_rules(spec) : Spec()),
        left(spec, Side::left),
        right(one_side ? crossed : spec, Side::right) {}
  void finish_comparison(std::size_t comparison);
  /// Of one side, rules have right keys only where they are crossed.
  RuleKeys right_keys(const Spec& spec, std::size_t rule, bool one_side) const {
    if (!one_side) return right.keys->of(rule);
    if (!is_crossed(spec.blocks[rule])) return RuleKeys();
    return right.keys->of(static_cast<std::size_t>(std::count_if(
        spec.blocks.begin(), spec.blocks.begin() + static_cast<std::ptrdiff_t>(rule), is_crossed)));
  }
};

namespace {

std::size_t index(Side side) {
  return side == Side::left ? 0 : 1;
}

/// Numbers what stands on the right as the left does, where that has the value.
void join_values(SideColumns& left, SideColumns& right, std::size_t comparison) {
  ValueTable& known = left.tables[comparison];
  ValueTable& others = right.tables[comparison];
  std::vector<Code> codes{0};
  codes.reserve(others.size() + std::size_t{1});
  std::array<std::uint32_t, 16> hashes{};
  for (Code first = 1; first <= others.size(); first += hashes.size()) {
    const auto count = std::min<std::size_t>(hashes.size(), others.size() - first + std::size_t{1});
    for (std::size_t i = 0; i < count; ++i)
      known.expect(hashes[i] = ValueTable::hash(others.value(first + static_cast<Code>(i))));
    for (std::size_t i = 0; i < count; ++i) known.expect_place(hashes[i]);
    for (std::size_t i = 0; i < count; ++i) known.expect_text(hashes[i]);
    for (std::size_t i = 0; i < count; ++i)
      codes.push_back(known.code(others.value(first + static_cast<Code>(i)), hashes[i]));
  }
  others = ValueTable();
  for (Code& code : right.compared[comparison]) code = codes[code];
  known.seal();
}

std::vector<std::uint32_t> count(const std::vector<Code>& column, std::uint32_t codes) {
  std::vector<std::uint32_t> counts(codes + std::size_t{1});
  for (const Code code : column) ++counts[code];
  return counts;
}

}  // namespace

void PersonTable::Body::finish_comparison(std::size_t comparison) {
  join_values(left, right, comparison);
  finished[0].compared[comparison] = std::move(left.compared[comparison]);
  finished[1].compared[comparison] = std::move(right.compared[comparison]);
  for (Finished& side : finished) {
    side.compared[comparison].shrink_to_fit();
    side.frequencies[comparison] = count(side.compared[comparison], left.tables[comparison].size());
  }
}

PersonTable::PersonTable(const Spec& spec, bool one_side)
    : spec_(&spec), one_side_(one_side), body_(std::make_unique<Body>(spec, one_side)) {}

PersonTable::~PersonTable() = default;

bool PersonTable::add(Side side, const std::vector<Value>& values) {
  if (!one_side_) return (side == Side::left ? body_->left : body_->right).add(values);
  const bool right = !body_->crossed.blocks.empty() && body_->right.add(values);
  return body_->left.add(values) || right;
}

void PersonTable::finish(unsigned threads) {
  Body& body = *body_;
  const std::size_t comparisons = spec_->comparisons.size();
  const std::size_t rules = spec_->blocks.size();
  for (Finished& side : body.finished) {
    side.compared.resize(comparisons);
    side.frequencies.resize(comparisons);
    side.blocked.resize(rules);
  }
  body.left.seal();
  body.right.seal();
  body.right.tables.resize(comparisons);
  body.right.compared.resize(comparisons);
  for (ValueTable& table : body.right.tables) table.seal();
  // Values first: they give back the most memory.
  std::vector<KeyNumbering> numberings(threads_for(threads));
  in_pieces(threads, comparisons + rules, nullptr, [&](unsigned thread, std::size_t piece) {
    if (piece < comparisons) {
      body.finish_comparison(piece);
      return;
    }
    const std::size_t rule = piece - comparisons;
    BlockCodes codes =
        numberings[thread].number(body.left.keys->of(rule), body.right_keys(*spec_, rule, one_side_),
                                  one_side_ && !is_crossed(spec_->blocks[rule]));
    body.finished[0].blocked[rule] = std::move(codes.left);
    body.finished[1].blocked[rule] = std::move(codes.right);
  });
  body.left.keys.reset();
  body.right.keys.reset();
  body.values = std::move(body.left.tables);
}

std::uint32_t PersonTable::rows(Side side) const {
  if (one_side_ && side == Side::right) return 0;
  return (side == Side::left ? body_->left : body_->right).rows();
}

const std::vector<Code>& PersonTable::compared(Side side, std::size_t comparison) const {
  return body_->finished[index(side)].compared.at(comparison);
}

const std::vector<Code>& PersonTable::blocked(Side side, std::size_t rule) const {
  return body_->finished[index(side)].blocked.at(rule);
}

const ValueTable& PersonTable::values(std::size_t comparison) const {
  return body_->values.at(comparison);
}

const std::vector<std::uint32_t>& PersonTable::frequencies(Side side, std::size_t comparison) const {
  return body_->finished[index(side)].frequencies.at(comparison);
}

std::uint64_t PersonTable::added_bytes(Side side) const {
  const std::uint64_t right = body_->right.bytes();
  if (one_side_) return body_->left.bytes() + right;
  return side == Side::left ? body_->left.bytes() : right;
}

std::uint64_t PersonTable::foreseen_bytes(Side side, std::uint64_t rows) const {
  const SideColumns& columns = side == Side::left ? body_->left : body_->right;
  const auto times = static_cast<double>(rows) / static_cast<double>(std::max<Row>(columns.rows(), 1));
  return static_cast<std::uint64_t>(static_cast<double>(columns.mean_bytes()) * times) +
         2 * columns.remembered_bytes();
}

std::uint64_t PersonTable::finishing_bytes(std::uint64_t rows, unsigned threads) const {
  return rows * KeyNumbering::kRowBytes * std::min<std::uint64_t>(threads_for(threads), spec_->blocks.size());
}

std::uint64_t PersonTable::bytes() const {
  std::uint64_t bytes = body_->left.bytes() + body_->right.bytes();
  for (const ValueTable& table : body_->values) bytes += table.bytes();
  for (const Finished& side : body_->finished)
    for (const auto* columns : {&side.compared, &side.blocked, &side.frequencies})
      for (const auto& column : *columns) bytes += column.capacity() * sizeof(Code);
  return bytes;
}

}  // namespace counterpart::linkage
