#pragma once
/// Where secrets come from. Errors are ErrorKind::job_file and never hold the secret or a part of it.

#include <filesystem>
#include <string>
#include <vector>

#include "base/secret.hpp"

namespace counterpart {

/// An environment variable that is set and not empty.
Secret secret_from_environment(const std::string& variable);

/// Refuses a file that is missing, or that group or others can read.
void check_secret_file(const std::filesystem::path& path);

/// The content of a file without its last line end. A file that group or others can read is refused.
Secret secret_from_file(const std::filesystem::path& path);

/// What a program (found by PATH, no shell) prints, without its last line end; it has to end with 0.
Secret secret_from_command(const std::vector<std::string>& command);

}  // namespace counterpart
