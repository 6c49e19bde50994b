#include "match/linkage/pair_weights.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace counterpart::linkage {
namespace {

constexpr double kUnits = 1 << 20;
// A value rarer than this weighs no more: that it was met so seldom is chance.
constexpr double kLeastFrequency = 1e-7;

std::vector<std::int32_t> adjustments(const PersonTable& table, std::size_t comparison, double u) {
  const double alpha = table.spec().comparisons[comparison].term_frequency;
  const auto& left = table.frequencies(Side::left, comparison);
  const auto& right = table.one_side() ? left : table.frequencies(Side::right, comparison);
  const auto present = [](const std::vector<std::uint32_t>& counts) {
    return std::max(1.0,
                    static_cast<double>(std::accumulate(counts.begin() + 1, counts.end(), std::uint64_t{0})));
  };
  const double left_rows = present(left);
  const double right_rows = present(right);
  std::vector<std::int32_t> by_code(left.size());
  for (std::size_t code = 1; code < left.size(); ++code) {
    const double frequency = std::max({left[code] / left_rows, right[code] / right_rows, kLeastFrequency});
    by_code[code] = static_cast<std::int32_t>(fixed_weight(alpha * std::log2(u / frequency)));
  }
  return by_code;
}

}  // namespace

FixedWeight fixed_weight(double bits) {
  return std::llround(std::clamp(bits, -1000.0, 1000.0) * kUnits);
}

double bits_of(FixedWeight weight) {
  return static_cast<double>(weight) / kUnits;
}

bool is_full_agreement(const Comparison& comparison, const Level& level) {
  const auto exact_on = [&](std::size_t part) {
    return std::any_of(level.all_of.begin(), level.all_of.end(), [&](const Condition& condition) {
      return condition.left_part == part && condition.right_part == part;
    });
  };
  for (const Condition& condition : level.all_of)
    if (condition.likeness != Likeness::exact) return false;
  for (std::size_t part = 0; part < comparison.fields.size(); ++part)
    if (!exact_on(part)) return false;
  return true;
}

PairWeights::PairWeights(const PersonTable& table, const Model& model)
    : prior_(fixed_weight(weight_of(model.lambda))) {
  const std::vector<Comparison>& comparisons = table.spec().comparisons;
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    Compared compared;
    compared.left = &table.compared(Side::left, i);
    double u = 0;
    for (std::size_t level = 0; level < comparisons[i].levels.size(); ++level) {
      compared.levels[level] = fixed_weight(model.levels[i][level].weight());
      if (comparisons[i].term_frequency == 0 || u > 0) continue;
      compared.adjusted[level] = is_full_agreement(comparisons[i], comparisons[i].levels[level]);
      if (compared.adjusted[level]) u = model.levels[i][level].u;
    }
    if (u > 0) compared.term_frequencies = adjustments(table, i, u);
    comparisons_.push_back(std::move(compared));
  }
}

FixedWeight PairWeights::term_frequency(const Compared& compared, Row left, std::uint8_t level) const {
  return compared.adjusted[level] && !compared.term_frequencies.empty()
             ? compared.term_frequencies[(*compared.left)[left]]
             : 0;
}

double PairWeights::weight(Row left, Pattern pattern) const {
  FixedWeight sum = prior_;
  for (const Compared& compared : comparisons_) {
    const std::uint8_t level = pattern & 15;
    sum += compared.levels[level] + term_frequency(compared, left, level);
    pattern >>= 4;
  }
  return bits_of(sum);
}

WeightTerms PairWeights::terms(Row left, Pattern pattern) const {
  WeightTerms terms;
  terms.prior = bits_of(prior_);
  for (std::size_t i = 0; i < comparisons_.size(); ++i) {
    const std::uint8_t level = level_in(pattern, i);
    terms.terms.push_back({level, bits_of(comparisons_[i].levels[level]),
                           bits_of(term_frequency(comparisons_[i], left, level))});
  }
  terms.weight = weight(left, pattern);
  return terms;
}

}  // namespace counterpart::linkage
