#include "match/linkage/training.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/size.hpp"
#include "counterpart/error.hpp"
#include "match/linkage/odd_weights.hpp"
#include "match/linkage/pair_index.hpp"
#include "match/linkage/parallel.hpp"
#include "match/linkage/rule_patterns.hpp"
#include "match/linkage/trained.hpp"

namespace counterpart::linkage {
namespace {

void require_pairs(const Candidates& candidates, const Spec& spec) {
  std::uint64_t left_out = 0;  // of the rule that has most: rules can have the same pairs
  for (const std::size_t rule : candidates.all_rules()) {
    if (candidates.blocks(rule).pairs() > 0) return;
    left_out = std::max(left_out, candidates.blocks(rule).count().left_out_pairs);
  }
  if (left_out > 0)
    throw Error(
        ErrorKind::policy,
        fmt::format("all {} pairs that share the key of a blocking rule are in blocks above max_block ({} "
                    "pairs) and were left out: there is nothing to learn from",
                    format_count(left_out), format_count(spec.most_block_pairs)))
        .hint("add a field to the rule in [[match.block]], or raise max_block in [match]");
  throw Error(ErrorKind::policy,
              "no two records share the key of a blocking rule: there is nothing to learn from")
      .hint("look at the fields and normalizations of [[match.block]], or use a model file");
}

double bounded(double lambda, std::uint64_t pairs) {
  return std::clamp(lambda, 0.5 / static_cast<double>(std::max<std::uint64_t>(pairs, 1)), 0.5);
}

class Trainer {
 public:
  Trainer(const PersonTable& table, const Model* fixed, unsigned threads, const CancelToken& cancel)
      : table_(table),
        threads_(threads),
        cancel_(cancel),
        index_(std::make_shared<PairIndex>(table, threads)),
        candidates_(index_->candidates),
        levels_(index_->levels),
        maker_(table.spec(), fixed),
        pairs_(all_pairs(table)) {}

  Training train() {
    require_values(table_);
    require_pairs(candidates_, table_.spec());
    const double lambda = begin();
    std::vector<SessionResult> results;
    for (std::size_t rule = 0; rule < table_.spec().blocks.size(); ++rule)
      if (auto result = session(rule, lambda); !result.met.empty()) results.push_back(std::move(result));
    if (table_.spec().lambda || training_.strict_pairs > 0) return end(results, lambda, Origin::trained);
    training_.warnings.push_back(
        "no strict rule has a pair: the share of true pairs is taken from the rule with the most matches");
    return end(results, share_of_all(most_found()), Origin::trained);
  }

  Training train_on(const std::vector<LabelledPair>& labels);

 private:
  /// u, and λ as far as it is known before the sessions.
  double begin() {
    const LevelCounts random = count_random_levels(table_, candidates_, levels_, threads_, cancel_);
    training_.random_pairs = random.pairs;
    maker_.set_u(random);
    if (table_.spec().lambda) return *table_.spec().lambda;
    training_.strict_pairs = candidates_.count_distinct(strict_rules(table_.spec()), threads_, cancel_);
    return share_of_all(static_cast<double>(training_.strict_pairs));
  }

  double share_of_all(double found) const {
    return bounded(found / table_.spec().recall / static_cast<double>(pairs_), pairs_);
  }
  double most_found() const;
  SessionResult session(std::size_t rule, double lambda);
  Training end(const std::vector<SessionResult>& results, double lambda, Origin origin);

  const PersonTable& table_;
  unsigned threads_;
  const CancelToken& cancel_;
  std::shared_ptr<PairIndex> index_;
  const Candidates& candidates_;
  PairLevels& levels_;
  ModelMaker maker_;
  std::uint64_t pairs_;
  Training training_;
};

/// Pairs by comparison and level; nothing for comparisons that were not wanted.
std::vector<std::vector<std::uint64_t>> levels_met(const std::vector<PatternCount>& patterns,
                                                   const Spec& spec, std::uint32_t wanted) {
  std::vector<std::vector<std::uint64_t>> met(spec.comparisons.size());
  for (std::size_t i = 0; i < met.size(); ++i) {
    if ((wanted >> i & 1U) == 0) continue;
    met[i].resize(spec.comparisons[i].levels.size());
    for (const PatternCount& one : patterns)
      if (const std::uint8_t level = level_in(one.pattern, i); level != kNullLevel)
        met[i][level] += one.pairs;
  }
  return met;
}

SessionResult Trainer::session(std::size_t rule, double lambda) {
  const Spec& spec = table_.spec();
  const std::uint32_t wanted = comparisons_beside(spec, spec.blocks[rule]);
  const std::vector<PatternCount> patterns =
      rule_patterns(candidates_, rule, wanted, levels_, spec.seed, threads_, cancel_);
  std::uint64_t pairs = 0;
  for (const PatternCount& one : patterns) pairs += one.pairs;
  const std::uint64_t rule_pairs = candidates_.blocks(rule).pairs();
  if (pairs == 0 || wanted == 0) {
    // A strict rule has done its part: it is there for λ.
    if (pairs == 0 || !spec.blocks[rule].strict)
      training_.warnings.push_back(
          fmt::format("rule {}: {}, nothing was learned from it", spec.blocks[rule].name,
                      pairs == 0 ? "no pairs" : "all comparisons look at its fields"));
    return {};
  }
  Estimate begin;
  begin.m = maker_.first_m();
  // Were all true pairs among the rule's, this would be their share.
  const double share =
      lambda * static_cast<double>(pairs_) / static_cast<double>(std::max<std::uint64_t>(rule_pairs, 1));
  begin.lambda = training_.strict_pairs == 0 && !spec.lambda ? 0.1 : std::clamp(share, 0.001, 0.9);
  SessionResult result{expectation_maximization(patterns, maker_.u(), std::move(begin), maker_.fixed_m()),
                       levels_met(patterns, spec, wanted)};
  const Estimate& found = result.estimate;
  training_.sessions.push_back({spec.blocks[rule].name, pairs, rule_pairs, found.rounds, found.last_change,
                                found.converged, found.lambda});
  if (!found.converged)
    training_.warnings.push_back(fmt::format("rule {}: not converged after {} rounds (last change {:.1g})",
                                             spec.blocks[rule].name, found.rounds, found.last_change));
  return result;
}

/// Matches among the pairs of the rule that has most of them, as the sessions found.
double Trainer::most_found() const {
  double most = 0;
  for (const Session& session : training_.sessions)
    most = std::max(most, session.lambda * static_cast<double>(session.rule_pairs));
  return most;
}

Training Trainer::end(const std::vector<SessionResult>& results, double lambda, Origin origin) {
  training_.model = maker_.model(results, lambda, origin);
  for (const auto& lines : {maker_.warnings(training_.model), odd_weights(table_.spec(), training_.model)})
    training_.warnings.insert(training_.warnings.end(), lines.begin(), lines.end());
  training_.index = std::move(index_);
  return std::move(training_);
}

/// Counts labelled matches by comparison and level, as one session.
Training Trainer::train_on(const std::vector<LabelledPair>& labels) {
  require_values(table_);
  const double prior = begin();
  PairLevelFinder finder(levels_);
  SessionResult result;
  result.estimate.m = maker_.first_m();
  std::vector<PatternCount> matches;
  std::vector<Pattern> pattern;
  for (const LabelledPair& label : labels) {
    if (!label.match) continue;
    const RowPair pair{label.left, label.right};
    finder.find({&pair, 1}, levels_.all(), pattern);
    matches.push_back({pattern.front(), 1});
  }
  if (matches.empty())
    throw Error(ErrorKind::policy, "no labelled pair is a match: there is nothing to learn from")
        .hint("label pairs that are one person, or train without labels");
  result.met = levels_met(matches, table_.spec(), levels_.all());
  const std::vector<std::vector<bool>> fixed = maker_.fixed_m();
  for (std::size_t i = 0; i < result.met.size(); ++i)
    share_out({result.met[i].begin(), result.met[i].end()}, fixed[i], result.estimate.m[i]);
  const double labelled = bounded(static_cast<double>(matches.size()) / static_cast<double>(pairs_), pairs_);
  const double lambda = table_.spec().lambda ? prior : std::max(prior, labelled);
  return end({result}, lambda, Origin::labels);
}

}  // namespace

void require_values(const PersonTable& table) {
  const auto require = [&](Side side, std::size_t comparison) {
    if (table.rows(side) == 0 || table.frequencies(side, comparison)[0] < table.rows(side)) return;
    const std::string_view where = table.one_side()     ? ""
                                   : side == Side::left ? " on the left side"
                                                        : " on the right side";
    throw Error(ErrorKind::policy, fmt::format("comparison {}: all values are null{}",
                                               table.spec().comparisons[comparison].name, where))
        .hint("leave the comparison out, or compare another field");
  };
  for (std::size_t i = 0; i < table.spec().comparisons.size(); ++i) {
    require(Side::left, i);
    if (!table.one_side()) require(Side::right, i);
  }
}

Training train(const PersonTable& table, const Model* fixed, unsigned threads, const CancelToken& cancel) {
  return Trainer(table, fixed, threads, cancel).train();
}

Training train_on_labels(const PersonTable& table, const std::vector<LabelledPair>& labels,
                         const Model* fixed, const CancelToken& cancel) {
  return Trainer(table, fixed, 0, cancel).train_on(labels);
}

}  // namespace counterpart::linkage
