#pragma once
/// A planned job is driven to its end: both sides read and ordered, matched, written, accounted for.

#include "base/cancel.hpp"
#include "base/progress.hpp"
#include "counterpart/run.hpp"
#include "job/job.hpp"

namespace counterpart {

/// Runs `job` as `options` say. Throws the first error of any thread; the others are stopped and every target
/// left as it was.
Summary run_job(const Job& job, const RunOptions& options, CancelToken& cancel, RunProgress& progress);

/// A run of `job` that begins now, with an id that no other has.
LoadRun new_load_run(const Job& job, std::int32_t as_of);

/// `job` with what the command line says over it.
Job with_options(Job job, const RunOptions& options);

/// The folder that output paths of a job are relative to.
std::filesystem::path output_folder(const Job& job, const RunOptions& options);

}  // namespace counterpart
