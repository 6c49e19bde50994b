#pragma once
/// What is loaded in the tables of a job, and by which run.

#include <string>
#include <vector>

#include "base/cancel.hpp"
#include "counterpart/run.hpp"
#include "job/job.hpp"

namespace counterpart {

/// The status of each table output of the job, in its order; `run_id` can be empty. Changes nothing. Throws
/// ErrorKind::job_file if the job loads no table, load_unknown if a database cannot be asked.
std::vector<TableStatus> job_status(const Job& job, const RunOptions& options, const std::string& run_id,
                                    CancelToken& cancel);

}  // namespace counterpart
