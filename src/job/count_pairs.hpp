#pragma once
/// How many pairs a probabilistic job would compare, before it does.

#include <cstdint>
#include <vector>

#include "base/cancel.hpp"
#include "base/progress.hpp"
#include "counterpart/run.hpp"
#include "job/job.hpp"
#include "match/linkage/scoring.hpp"

namespace counterpart {

struct PairCounts {
  std::vector<linkage::RuleCount> rules;  ///< without `new_pairs`
  std::uint64_t candidates = 0;           ///< different pairs of all rules: those that a run compares
  std::uint64_t memory_bytes = 0;         ///< the least budget of a run that holds the persons of both sides
};

/// Reads both sides to their ends and looks at their blocks, at no pair. Error(job_file) if the job is not
/// probabilistic.
PairCounts count_pairs(const Job& job, const RunOptions& options, CancelToken& cancel, RunProgress& progress);

}  // namespace counterpart
