#include "match/linkage/odd_weights.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "match/linkage/strictness.hpp"

namespace counterpart::linkage {
namespace {

// Less than this, in bits, is the noise of training.
constexpr double kLeastGap = 0.1;

/// The level that weighs more than one above it, and that one.
struct Inversion {
  std::size_t above = 0;
  std::size_t below = 0;
  double gap = kLeastGap;  ///< in bits
};

Inversion largest_inversion(const Comparison& comparison, const std::vector<LevelOdds>& odds) {
  Inversion largest;
  for (std::size_t below = 1; below < odds.size(); ++below)
    for (std::size_t above = 0; above < below; ++above) {
      if (!is_stricter(comparison.levels[above], comparison.levels[below])) continue;
      if (const double gap = odds[below].weight() - odds[above].weight(); gap > largest.gap)
        largest = {above, below, gap};
    }
  return largest;
}

std::string inversion_text(const Comparison& comparison, const std::vector<LevelOdds>& odds) {
  const Inversion found = largest_inversion(comparison, odds);
  if (found.below == 0) return {};
  return fmt::format(
      "comparison {}: level \"{}\" weighs more than \"{}\", which is stricter ({:+.2f} and {:+.2f} bits)",
      comparison.name, comparison.levels[found.below].label, comparison.levels[found.above].label,
      odds[found.below].weight(), odds[found.above].weight());
}

/// Levels but the last that weigh less than nothing.
std::string against_text(const Comparison& comparison, const std::vector<LevelOdds>& odds) {
  std::vector<std::string> levels;
  for (std::size_t level = 0; level + 1 < odds.size(); ++level)
    if (odds[level].weight() < 0)
      levels.push_back(fmt::format("\"{}\" (m {:.3g} < u {:.3g})", comparison.levels[level].label,
                                   odds[level].m, odds[level].u));
  if (levels.empty()) return {};
  return fmt::format("comparison {}: {} {} {} against a match", comparison.name,
                     levels.size() == 1 ? "level" : "levels", fmt::join(levels, ", "),
                     levels.size() == 1 ? "speaks" : "speak");
}

}  // namespace

std::vector<std::string> odd_weights(const Spec& spec, const Model& model) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < spec.comparisons.size(); ++i)
    for (const std::string& line : {against_text(spec.comparisons[i], model.levels[i]),
                                    inversion_text(spec.comparisons[i], model.levels[i])})
      if (!line.empty()) lines.push_back(line);
  return lines;
}

}  // namespace counterpart::linkage
