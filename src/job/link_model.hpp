#pragma once
/// The weights of a probabilistic job: from its model file, from labels, or trained on its own data.

#include <memory>

#include "base/cancel.hpp"
#include "job/persons.hpp"
#include "match/linkage/scoring.hpp"
#include "match/linkage/training.hpp"

namespace counterpart {

/// A line of a file beside the sides that could not be used, as the rejects output tells it.
struct RejectedLine {
  std::string side;    ///< empty: of none in particular
  std::string origin;  ///< "labels.csv:2"
  std::string reason;
};

struct LinkModel {
  linkage::Model model;
  std::string origin;                 ///< "trained without labels", "model.toml"
  std::vector<std::string> training;  ///< what training did, one line each
  std::vector<std::string> warnings;
  std::vector<RejectedLine>
      rejects;  ///< lines of the labels whose ids no record has, or that contradict others
  std::shared_ptr<linkage::PairIndex> index;  ///< of training, for `score`; null if nothing was trained
};

/// Warns of values that are not what their comparison is for; counts alone, no values.
void warn_of_values(const Job& job, const Persons& persons, std::vector<std::string>& warnings);
/// With these warnings. Error(job_file) if the model file or the labels cannot be used, Error(policy) if
/// nothing can be learned.
LinkModel make_link_model(const Job& job, const Plan& plan, Persons& persons, unsigned threads,
                          const CancelToken& cancel);
/// The same for whoever makes links: where no two records share the key of a rule nothing can be learned and
/// nothing has to be weighed, and the model is "not trained".
LinkModel weights_for_links(const Job& job, const Plan& plan, Persons& persons, unsigned threads,
                            const CancelToken& cancel);
/// The candidate pairs of the persons by their weights. What training has made of them is used and given
/// back.
linkage::Scored score_pairs(const Persons& persons, LinkModel& model, unsigned threads,
                            const CancelToken& cancel);

}  // namespace counterpart
