#include "job/link_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "base/size.hpp"
#include "record/json_writer.hpp"
#include "record/record.hpp"

namespace counterpart {
namespace {

std::string bits_text(double bits) {
  return fmt::format("{:.4f}", bits);
}

/// Why there is no match.
std::string why_no_match(const linkage::Spec& spec, const linkage::Scored& scored,
                         const linkage::Decisions& decisions) {
  if (scored.candidates == 0) {
    const bool too_large = std::any_of(scored.rules.begin(), scored.rules.end(),
                                       [](const linkage::RuleCount& rule) { return rule.pairs != 0; });
    return too_large ? "no pair was compared: all of them are in blocks that are too large"
                     : "no two records share the key of a blocking rule: there was nothing to compare";
  }
  const double threshold = linkage::weight_of(spec.match_probability);
  const std::string best = fmt::format("a match weight of {:.2f} bits, a probability of {:.4g}",
                                       scored.best_weight, linkage::probability_of(scored.best_weight));
  if (scored.best_weight < threshold)
    return fmt::format("none of {} reaches the threshold of {} ({:.2f} bits): the best has {}",
                       format_count(scored.candidates, "candidate"), spec.match_probability, threshold, best);
  return fmt::format("no match, although the best of {} has {}: {}",
                     format_count(scored.candidates, "candidate"), best,
                     decisions.ambiguous_left.empty() ? "people decided that such pairs are of two persons"
                                                      : "the records of such pairs have others as good");
}

struct ReviewedPair {
  std::string_view decision;  ///< empty: still to be made
  linkage::Row left;
  linkage::Row right;
  std::optional<double> weight;  ///< nothing: no blocking rule brings the pair up
};

std::string review_row(const Plan& plan, Persons& persons, const ReviewedPair& pair) {
  std::string row;
  const std::string left(persons.record(Side::left, pair.left));
  const std::string right(persons.record(Side::right, pair.right));
  append_value(row, pair.decision.empty() ? Value::null() : Value::string(pair.decision));
  append_value(row, field_of(left, plan.left.read.id));
  append_value(row, field_of(right, plan.right.read.id));
  append_value(row, pair.weight ? Value::float64(linkage::probability_of(*pair.weight)) : Value::null());
  append_value(row, pair.weight ? Value::float64(*pair.weight) : Value::null());
  for (std::size_t i = 0; i < plan.left.shown.size(); ++i) {
    append_value(row, field_of(left, plan.left.shown[i]));
    append_value(row, field_of(right, plan.right.shown[i]));
  }
  append_value(row, Value::string(persons.digest(Side::left, pair.left)));
  append_value(row, Value::string(persons.digest(Side::right, pair.right)));
  return row;
}

std::optional<double> weight_in(const std::vector<linkage::ScoredPair>& pairs, linkage::Row left,
                                linkage::Row right) {
  const auto before = [](const linkage::ScoredPair& pair, const std::pair<linkage::Row, linkage::Row>& rows) {
    return std::pair(pair.left, pair.right) < rows;
  };
  const auto found = std::lower_bound(pairs.begin(), pairs.end(), std::pair(left, right), before);
  if (found == pairs.end() || found->left != left || found->right != right) return std::nullopt;
  return found->weight;
}

/// By left row, then right row.
std::vector<linkage::Verdict> last_of_each_pair(std::vector<linkage::Verdict> decided) {
  const auto rows = [](const linkage::Verdict& one) { return std::pair(one.left, one.right); };
  std::stable_sort(decided.begin(), decided.end(),
                   [rows](const auto& one, const auto& other) { return rows(one) < rows(other); });
  std::vector<linkage::Verdict> last;
  for (const linkage::Verdict& one : decided) {
    if (!last.empty() && rows(last.back()) == rows(one)) last.pop_back();
    last.push_back(one);
  }
  return last;
}

}  // namespace

LinkExplanation explain_link(const linkage::Spec& spec, const linkage::WeightTerms& terms) {
  LinkExplanation made;
  made.prior = terms.prior;
  made.weight = terms.weight;
  made.probability = linkage::probability_of(terms.weight);
  for (std::size_t i = 0; i < terms.terms.size(); ++i) {
    const auto& term = terms.terms[i];
    const linkage::Comparison& comparison = spec.comparisons[i];
    made.terms.push_back({comparison.name,
                          term.level == linkage::kNullLevel ? "null" : comparison.levels[term.level].label,
                          term.level_weight, term.term_frequency});
  }
  return made;
}

std::string explanation_json(const LinkExplanation& explanation) {
  std::string json = fmt::format("{{\"prior\":{},\"comparisons\":[", bits_text(explanation.prior));
  for (const LinkExplanation::Term& term : explanation.terms) {
    if (json.back() != '[') json += ',';
    json += "{\"name\":";
    append_json_string(json, term.comparison);
    json += ",\"level\":";
    append_json_string(json, term.level);
    json += fmt::format(",\"weight\":{},\"term_frequency\":{}}}", bits_text(term.weight),
                        bits_text(term.term_frequency));
  }
  return json + fmt::format("],\"weight\":{},\"probability\":{:.9g}}}", bits_text(explanation.weight),
                            explanation.probability);
}

LinkRows::LinkRows(const Plan& plan, const Persons& persons, const linkage::Model& model)
    : plan_(*plan.linkage), explainer_(persons.table(), model) {}

std::string_view LinkRows::row(const linkage::Link& link) {
  row_.clear();
  append_value(row_, Value::float64(linkage::probability_of(link.pair.weight)));
  append_value(row_, Value::float64(link.pair.weight));
  append_value(row_, std::isfinite(link.margin) ? Value::float64(link.margin) : Value::null());
  if (plan_.explains) {
    const std::string json = explanation_json(explain_link(plan_.spec, explainer_.terms(link.pair)));
    append_value(row_, Value::string(json));
  } else {
    append_value(row_, Value::null());
  }
  return row_;
}

std::vector<std::string> review_rows(const Plan& plan, Persons& persons,
                                     const std::vector<linkage::ScoredPair>& pairs,
                                     std::vector<linkage::Verdict> decided,
                                     std::vector<linkage::Link> possible) {
  std::sort(possible.begin(), possible.end(), [](const linkage::Link& one, const linkage::Link& other) {
    return std::tuple(std::fabs(one.pair.weight), one.pair.left, one.pair.right) <
           std::tuple(std::fabs(other.pair.weight), other.pair.left, other.pair.right);
  });
  std::vector<std::string> rows;
  for (const linkage::Link& link : possible) {
    const ReviewedPair pair{{}, link.pair.left, link.pair.right, link.pair.weight};
    rows.push_back(review_row(plan, persons, pair));
  }
  for (const linkage::Verdict& verdict : last_of_each_pair(std::move(decided))) {
    const ReviewedPair pair{verdict.match ? "match" : "none", verdict.left, verdict.right,
                            weight_in(pairs, verdict.left, verdict.right)};
    rows.push_back(review_row(plan, persons, pair));
  }
  return rows;
}

LinkageReport link_report(const linkage::Spec& spec, const LinkModel& model, const linkage::Scored& scored,
                          const linkage::Decisions& decisions) {
  LinkageReport report;
  report.threshold = spec.match_probability;
  report.possible_threshold = spec.possible_probability;
  report.lambda = model.model.lambda;
  report.model = model.origin;
  report.training = model.training;
  for (const linkage::RuleCount& rule : scored.rules) {
    report.rules.push_back({rule.name, rule.pairs, rule.new_pairs, rule.finer_blocks, rule.left_out_pairs});
    if (rule.left_out_pairs != 0)
      report.remarks.push_back(
          fmt::format("{}: {} in blocks of more than {} {} not looked at; a rule with more fields "
                      "would reach them",
                      rule.name, format_count(rule.left_out_pairs, "pair"),
                      format_count(spec.most_block_pairs), rule.left_out_pairs == 1 ? "was" : "were"));
  }
  report.candidates = scored.candidates;
  report.possible = decisions.possible.size();
  if (decisions.matches.empty()) report.remarks.push_back(why_no_match(spec, scored, decisions));
  return report;
}

}  // namespace counterpart
