#pragma once
/// No output may take the place of another, of an input, or of the job file.

#include <filesystem>

#include "job/job.hpp"

namespace counterpart {

/// Throws ErrorKind::job_file if two outputs lead to one file or one table, or if one leads to what the job
/// reads. `folder` is what output paths are relative to. Files are told apart by where their paths lead;
/// tables of a server by their url.
void check_targets(const Job& job, const std::filesystem::path& folder);

/// The url of an output, with the path of an SQLite file made relative to `folder`.
std::string placed_url(const std::filesystem::path& folder, const std::string& url);

}  // namespace counterpart
