#pragma once
/// One run of a job over its sides as they are said to come.

#include "base/cancel.hpp"
#include "base/progress.hpp"
#include "counterpart/run.hpp"
#include "job/job.hpp"

namespace counterpart {

/// As `run_job`, but that it throws BrokenHope, with nothing published, where a side came in another order
/// than was hoped for.
Summary run_once(const Job& job, const RunOptions& options, CancelToken& cancel, RunProgress& progress);

}  // namespace counterpart
