#pragma once
/// Writes one side of a proposed job.

#include <filesystem>
#include <string>

#include "job/propose_job.hpp"

namespace counterpart {

/// [left] or [right] with the tables that belong to it. Names of secrets stand in it, and no secret.
std::string side_text(const ProposedSide& side, const std::string& key, const std::filesystem::path& folder);

/// A path as it is written in a file that stands in `folder`: what is relative now stays so.
std::string path_from(const std::filesystem::path& folder, const std::filesystem::path& path);

}  // namespace counterpart
