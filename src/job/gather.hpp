#pragma once
/// The persons of a probabilistic job in memory, for what looks at pairs and publishes nothing.

#include <memory>
#include <string>
#include <vector>

#include "base/cancel.hpp"
#include "base/progress.hpp"
#include "counterpart/run.hpp"
#include "job/persons.hpp"

namespace counterpart {

struct Gathered {
  Job job;
  Plan plan;
  std::unique_ptr<Persons> persons;  ///< views into job and plan
  std::vector<std::string> warnings;

  Gathered() = default;
  Gathered(const Gathered&) = delete;
  Gathered& operator=(const Gathered&) = delete;
};

/// The job that deduplicates one side of `job` alone: that side is both of its sides.
Job one_side_of(const Job& job, Side side);

/// Reads both sides, or the left alone, to their ends; `whole` keeps all fields of records, as decisions do.
/// Throws what a run throws for them; Error(job_file) if the job is not probabilistic.
std::unique_ptr<Gathered> gather(Job job, const RunOptions& options, bool one_side, CancelToken& cancel,
                                 RunProgress& progress, bool whole = false);

}  // namespace counterpart
