#pragma once
/// What is known of a pair, as rows and texts: how sure, by how much before the next one, and why.

#include <string>
#include <string_view>
#include <vector>

#include "job/link_model.hpp"
#include "job/persons.hpp"
#include "match/linkage/decisions.hpp"

namespace counterpart {

/// Why a pair weighs what it does, ready to be shown: `weight` is the sum of the prior and the terms, in
/// bits.
struct LinkExplanation {
  struct Term {
    std::string comparison;
    std::string level;  ///< "null" where a value is missing
    double weight = 0;
    double term_frequency = 0;
  };
  double prior = 0;
  std::vector<Term> terms;
  double weight = 0;
  double probability = 0;
};
LinkExplanation explain_link(const linkage::Spec& spec, const linkage::WeightTerms& terms);
/// One JSON object.
std::string explanation_json(const LinkExplanation& explanation);

/// Links as compact records, in the order of link_field_names().
class LinkRows {
 public:
  /// All references have to outlive it.
  LinkRows(const Plan& plan, const Persons& persons, const linkage::Model& model);

  /// Valid until the next call. The margin is null where no other pair competes; the explanation is null
  /// unless the plan takes it.
  std::string_view row(const linkage::Link& link);

 private:
  const LinkagePlan& plan_;
  linkage::Explainer explainer_;
  std::string row_;
};

/// Rows of a review output (see review_columns). First what is to be decided, most uncertain first: the
/// weight nearest to zero; then what was decided, with its decision, so that a review that takes the place of
/// the one it was made with loses nothing. `pairs` are all scored ones, by left row, then right row.
std::vector<std::string> review_rows(const Plan& plan, Persons& persons,
                                     const std::vector<linkage::ScoredPair>& pairs,
                                     std::vector<linkage::Verdict> decided,
                                     std::vector<linkage::Link> possible);

/// What the run tells of the linkage.
LinkageReport link_report(const linkage::Spec& spec, const LinkModel& model, const linkage::Scored& scored,
                          const linkage::Decisions& decisions);

}  // namespace counterpart
