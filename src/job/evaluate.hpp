#pragma once
/// How good a job's links are against a known truth.

#include <filesystem>
#include <string>
#include <vector>

#include "base/cancel.hpp"
#include "base/progress.hpp"
#include "counterpart/run.hpp"
#include "job/job.hpp"
#include "match/linkage/judging.hpp"

namespace counterpart {

struct EvaluateTargets {
  std::filesystem::path errors;  ///< CSV or JSON Lines of wrong and missed pairs, each explained; empty: none
  std::filesystem::path curve;   ///< SVG; empty: none
  std::filesystem::path histogram;  ///< SVG; empty: none
};

struct Evaluation {
  /// All pairs from a threshold up, before records are assigned to each other.
  struct At {
    double probability = 0;
    linkage::Counted counted;
  };
  std::vector<At> thresholds;
  double threshold = 0;
  linkage::Counted links;       ///< what a run links at the job's threshold
  double best_probability = 0;  ///< the threshold with the best F1 on this truth
  double best_f1 = 0;
  std::uint64_t true_pairs = 0;
  std::uint64_t not_compared = 0;  ///< true pairs that no blocking rule brings up
  std::vector<std::string> outputs;
  std::vector<std::string> warnings;
};

/// `truth` is a file of pairs or of clusters (job/pair_file.hpp). A job without [right] is judged as
/// deduplication of its left side, pairwise.
Evaluation evaluate(const Job& job, const std::filesystem::path& truth, const EvaluateTargets& targets,
                    const RunOptions& options, CancelToken& cancel, RunProgress& progress);

}  // namespace counterpart
