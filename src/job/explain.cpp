#include "job/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/utf8.hpp"
#include "job/gather.hpp"
#include "job/verdicts.hpp"

namespace counterpart {
namespace {

using linkage::Row;

Row find_row(Persons& persons, Side side, const std::string& name, const std::string& id) {
  if (const auto row = persons.find(side, id)) return *row;
  throw Error(ErrorKind::policy, fmt::format("{}: no record has the id {}", name, printable(id, 100)))
      .hint("ids are written as the side has them; a record that was rejected has no row");
}

std::string value_text(const linkage::PersonTable& table, Side side, std::size_t comparison, Row row) {
  const linkage::Code code = table.compared(side, comparison)[row];
  if (code == 0) return "null";
  std::string text(table.values(comparison).value(code));
  std::replace(text.begin(), text.end(), linkage::kPartSeparator, '|');
  return text;
}

const linkage::Link* find_pair(const std::vector<linkage::Link>& links, Row left, Row right) {
  const auto at = std::find_if(links.begin(), links.end(), [&](const linkage::Link& link) {
    return link.pair.left == left && link.pair.right == right;
  });
  return at == links.end() ? nullptr : &*at;
}

std::string why_match(const linkage::Link& link, linkage::Assignment assignment) {
  const std::string above = "it is at or above the threshold";
  if (assignment == linkage::Assignment::all) return above;
  if (!std::isfinite(link.margin)) return above + ", and no other pair of these records is possible";
  return above + (link.margin > 0 ? ", and no other pair of these records is better"
                                  : "; another pair of these records is as good or better, but leaves fewer "
                                    "or lesser links to the others");
}

std::string why_possible(const linkage::Link& link, const PairExplanation& made) {
  if (made.link.probability < made.threshold) return "it is below the threshold of a match";
  return link.margin > 0
             ? "it is above the threshold, but other links are better together without it"
             : "it is above the threshold, but another pair of these records is as good or better";
}

std::string why_none(const PairExplanation& made) {
  if (made.rules.empty())
    return "no blocking rule brings the two records together: a run never compares them";
  return made.link.probability < made.possible_threshold
             ? "it is below what is taken for possible"
             : "it is in a block that is too large to be looked at";
}

/// What a run makes of the pair, and why.
void decide_outcome(const linkage::Decisions& decisions, const std::vector<linkage::Verdict>& verdicts,
                    linkage::Assignment assignment, Row left, Row right, PairExplanation& made) {
  const auto verdict = std::find_if(verdicts.rbegin(), verdicts.rend(), [&](const linkage::Verdict& one) {
    return one.left == left && one.right == right;
  });
  if (const linkage::Link* match = find_pair(decisions.matches, left, right)) {
    made.outcome = "match";
    made.reason = why_match(*match, assignment);
  } else if (const linkage::Link* possible = find_pair(decisions.possible, left, right)) {
    made.outcome = "possible";
    made.reason = why_possible(*possible, made);
  } else {
    made.outcome = "none";
    made.reason = why_none(made);
  }
  if (verdict != verdicts.rend()) made.reason = "a person decided so";
}

}  // namespace

PairExplanation explain_pair(const Job& job, const std::string& left_id, const std::string& right_id,
                             const RunOptions& options, CancelToken& cancel, RunProgress& progress) {
  const bool one_side = job.one_sided;
  const auto gathered =
      gather(one_side ? one_side_of(job, Side::left) : job, options, one_side, cancel, progress);
  Persons& persons = *gathered->persons;
  const Side other = one_side ? Side::left : Side::right;
  Row left = find_row(persons, Side::left, gathered->job.left.name, left_id);
  Row right = find_row(persons, other, gathered->job.right.name, right_id);
  if (one_side && left > right) std::swap(left, right);
  LinkModel model = make_link_model(gathered->job, gathered->plan, persons, options.threads, cancel);
  const linkage::PersonTable& table = persons.table();
  const linkage::Spec& spec = gathered->plan.linkage->spec;
  PairExplanation made;
  made.warnings = model.warnings;
  made.threshold = spec.match_probability;
  made.possible_threshold = spec.possible_probability;
  made.link = explain_link(spec, linkage::explain_weight(table, model.model, left, right));
  for (std::size_t i = 0; i < spec.comparisons.size(); ++i)
    made.values.push_back({value_text(table, Side::left, i, left), value_text(table, other, i, right)});
  for (std::size_t i = 0; i < spec.blocks.size(); ++i) {
    const linkage::Code code = table.blocked(Side::left, i)[left];
    if (code != 0 && code == table.blocked(other, i)[right]) made.rules.push_back(spec.blocks[i].name);
  }
  const auto verdicts = read_verdicts(options.decisions, gathered->job, persons, made.warnings);
  linkage::Spec decided = spec;
  if (one_side) decided.assignment = linkage::Assignment::all;
  const linkage::Scored scored = score_pairs(persons, model, options.threads, cancel);
  decide_outcome(linkage::decide(scored.pairs, decided, verdicts), verdicts, decided.assignment, left, right,
                 made);
  return made;
}

}  // namespace counterpart
