#pragma once
/// A planned job is driven to its end: both sides read and ordered, matched, written, accounted for.

#include "base/cancel.hpp"
#include "base/progress.hpp"
#include "counterpart/run.hpp"
#include "job/job.hpp"
#include "match/side_reader.hpp"

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

/// What one side of a run with this budget may take.
SideLimits side_limits(std::uint64_t memory_bytes);
/// The same of a probabilistic run: most of the budget is for the persons of both sides.
SideLimits linkage_limits(std::uint64_t memory_bytes);
/// What the records of one side may take in memory there.
std::uint64_t linkage_record_bytes(std::uint64_t memory_bytes);
/// What both sides' persons may take: the rest.
std::uint64_t linkage_person_bytes(std::uint64_t memory_bytes);
/// And its source, for buffers and pages in flight.
std::uint64_t source_memory(std::uint64_t memory_bytes);

}  // namespace counterpart
