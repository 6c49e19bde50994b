#pragma once
/// No output may take the place of another, of an input, or of the job file.

#include <filesystem>

#include "job/job.hpp"

namespace counterpart {

/// Throws ErrorKind::job_file if two outputs lead to one file or one table, or if one leads to what the job
/// reads by its name; what a query or a view reads is told by its database (SourceContext::targets). `folder`
/// is what output paths are relative to. Files are told apart by where their paths lead;
/// tables of a server by their url.
void check_targets(const Job& job, const std::filesystem::path& folder);

/// True if a table of this url is in the server (of PostgreSQL: the database) or the file that the source
/// reads. Servers are told apart by their addresses.
bool is_beside(const SourceSpec& source, const std::string& url);

/// The url of an output, with the path of an SQLite file made relative to `folder`.
std::string placed_url(const std::filesystem::path& folder, const std::string& url);

}  // namespace counterpart
