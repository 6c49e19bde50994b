#pragma once
/// Writes a proposed job as a job file, with comments that say what was seen.

#include <filesystem>
#include <string>

#include "job/propose_job.hpp"

namespace counterpart {

/// The text of the file. Paths in it are relative to `folder`, where it will stand, if they are so now.
std::string job_text(const JobProposal& job, const std::filesystem::path& folder);

}  // namespace counterpart
