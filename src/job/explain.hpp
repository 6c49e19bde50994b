#pragma once
/// Why two records are linked, or are not.

#include <string>
#include <vector>

#include "base/cancel.hpp"
#include "base/progress.hpp"
#include "counterpart/run.hpp"
#include "job/link_rows.hpp"

namespace counterpart {

struct PairExplanation {
  /// What is compared, as both sides have it after normalization; in the order of the terms.
  struct Values {
    std::string left;
    std::string right;
  };
  LinkExplanation link;
  std::vector<Values> values;
  std::vector<std::string>
      rules;            ///< blocking rules that bring the pair up; without one a run never looks at it
  std::string outcome;  ///< what a run does with it: "match", "possible", "none"
  std::string reason;   ///< one sentence
  double threshold = 0;
  double possible_threshold = 0;
  std::vector<std::string> warnings;
};

/// Ids as text. A job without [right] looks for both on the left side. Error(policy) if a side has no such
/// record.
PairExplanation explain_pair(const Job& job, const std::string& left_id, const std::string& right_id,
                             const RunOptions& options, CancelToken& cancel, RunProgress& progress);

}  // namespace counterpart
