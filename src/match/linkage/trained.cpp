#include "match/linkage/trained.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

namespace counterpart::linkage {
namespace {

// What agreement is taken for where nothing was learned, as far as the first level goes; the others share the
// rest.
constexpr double kFirstAgreement = 0.95;

double median(std::vector<double> numbers) {
  std::sort(numbers.begin(), numbers.end());
  const std::size_t middle = numbers.size() / 2;
  return numbers.size() % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
}

/// The probabilities that are not fixed, scaled to what the fixed ones leave.
void normalize(std::vector<LevelOdds>& odds) {
  double left = 1;
  double sum = 0;
  for (const LevelOdds& one : odds)
    (one.m_origin == Origin::fixed ? left : sum) += one.m_origin == Origin::fixed ? -one.m : one.m;
  if (sum <= 0) return;
  for (LevelOdds& one : odds)
    if (one.m_origin != Origin::fixed) one.m *= std::max(left, 0.0) / sum;
}

/// Levels that no session met weigh what their neighbour weighs, the worse one if that was met. "All else"
/// has no worse one, and must not weigh like an agreement: that it was not met among matches is what is known
/// of it.
void follow_neighbours(std::vector<LevelOdds>& odds) {
  const auto known = [&](std::size_t level) { return odds[level].m_origin != Origin::untrained; };
  for (std::size_t level = 0; level + 1 < odds.size(); ++level) {
    if (known(level)) continue;
    std::size_t neighbour = level;
    while (neighbour < odds.size() && !known(neighbour)) ++neighbour;
    if (neighbour == odds.size()) {
      neighbour = level;
      while (neighbour > 0 && !known(neighbour)) --neighbour;
    }
    if (known(neighbour) && odds[neighbour].u > 0)
      odds[level].m = odds[level].u * odds[neighbour].m / odds[neighbour].u;
  }
}

/// Of the levels but the last; empty if all of them were met.
std::string never_met(const Comparison& comparison, const std::vector<LevelOdds>& odds) {
  std::vector<std::string> labels;
  for (std::size_t level = 0; level + 1 < odds.size(); ++level)
    if (odds[level].m_origin == Origin::untrained)
      labels.push_back('"' + comparison.levels[level].label + '"');
  if (labels.empty()) return {};
  const bool one = labels.size() == 1;
  return fmt::format("comparison {}: {} {} {} never met in training; {}", comparison.name,
                     one ? "level" : "levels", fmt::join(labels, ", "), one ? "was" : "were",
                     one ? "it weighs as its neighbour" : "they weigh as their neighbours");
}

}  // namespace

ModelMaker::ModelMaker(const Spec& spec, const Model* fixed) : spec_(spec), fixed_(fixed) {}

std::vector<std::vector<bool>> ModelMaker::marked(Origin LevelOdds::*origin) const {
  std::vector<std::vector<bool>> marks;
  for (std::size_t i = 0; i < spec_.comparisons.size(); ++i) {
    marks.emplace_back(spec_.comparisons[i].levels.size());
    if (fixed_ == nullptr) continue;
    for (std::size_t level = 0; level < marks[i].size(); ++level)
      marks[i][level] = fixed_->levels[i][level].*origin == Origin::fixed;
  }
  return marks;
}

void ModelMaker::set_u(const LevelCounts& random) {
  const std::vector<std::vector<bool>> fixed = marked(&LevelOdds::u_origin);
  u_.clear();
  for (std::size_t i = 0; i < fixed.size(); ++i) {
    std::vector<double> u(fixed[i].size());
    for (std::size_t level = 0; level < u.size(); ++level)
      if (fixed[i][level]) u[level] = fixed_->levels[i][level].u;
    share_out({random.counts[i].begin(), random.counts[i].end()}, fixed[i], u);
    u_.push_back(std::move(u));
  }
}

Probabilities ModelMaker::first_m() const {
  const std::vector<std::vector<bool>> fixed = fixed_m();
  Probabilities m;
  for (std::size_t i = 0; i < fixed.size(); ++i) {
    const std::size_t levels = fixed[i].size();
    std::vector<LevelOdds> odds(levels);
    for (std::size_t level = 0; level < levels; ++level) {
      odds[level].m = level == 0 ? kFirstAgreement : (1 - kFirstAgreement) / static_cast<double>(levels - 1);
      if (fixed[i][level]) odds[level] = fixed_->levels[i][level];
    }
    normalize(odds);
    m.emplace_back();
    for (const LevelOdds& one : odds) m.back().push_back(one.m);
  }
  return m;
}

std::vector<LevelOdds> ModelMaker::odds(std::size_t comparison, const std::vector<SessionResult>& sessions,
                                        Origin origin) const {
  const std::vector<bool> fixed_u = marked(&LevelOdds::u_origin)[comparison];
  const std::vector<bool> fixed = fixed_m()[comparison];
  std::vector<LevelOdds> odds(fixed.size());
  for (std::size_t level = 0; level < odds.size(); ++level) {
    LevelOdds& one = odds[level];
    one.u = u_[comparison][level];
    one.u_origin = fixed_u[level] ? Origin::fixed : Origin::trained;
    std::vector<double> found;
    bool met = false;
    for (const SessionResult& session : sessions) {
      if (session.met[comparison].empty()) continue;
      found.push_back(session.estimate.m[comparison][level]);
      met = met || session.met[comparison][level] > 0;
    }
    one.m = found.empty() ? first_m()[comparison][level] : median(found);
    one.m_origin = met ? origin : Origin::untrained;
    if (fixed[level]) one = {fixed_->levels[comparison][level].m, one.u, Origin::fixed, one.u_origin};
  }
  normalize(odds);
  follow_neighbours(odds);
  return odds;
}

Model ModelMaker::model(const std::vector<SessionResult>& sessions, double lambda, Origin origin) const {
  Model model;
  model.lambda = lambda;
  for (std::size_t i = 0; i < spec_.comparisons.size(); ++i)
    model.levels.push_back(odds(i, sessions, origin));
  return model;
}

std::vector<std::string> ModelMaker::warnings(const Model& model) const {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < spec_.comparisons.size(); ++i) {
    const Comparison& comparison = spec_.comparisons[i];
    const std::vector<LevelOdds>& odds = model.levels[i];
    const auto untrained = [](const LevelOdds& one) { return one.m_origin == Origin::untrained; };
    if (std::all_of(odds.begin(), odds.end(), untrained)) {
      lines.push_back(
          fmt::format("comparison {}: untrained, as each blocking rule looks at its field or has no pair; it "
                      "weighs as if "
                      "{:.0f} % of the true pairs agreed on it",
                      comparison.name, 100 * kFirstAgreement));
      continue;
    }
    if (auto line = never_met(comparison, odds); !line.empty()) lines.push_back(std::move(line));
    if (untrained(odds.back()))
      lines.push_back(
          fmt::format("comparison {}: level \"{}\" was never met in training; it weighs what half a "
                      "pair gives it",
                      comparison.name, comparison.levels.back().label));
  }
  return lines;
}

}  // namespace counterpart::linkage
