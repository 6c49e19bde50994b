#pragma once
/// Parts of a job file that are sent as JSON.

#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"
#include "job/toml_table.hpp"

namespace counterpart {

/// The JSON of the table at `key`, or the text there as it stands; empty if there is neither. Dates become
/// strings. With `secrets`, a table such as { env = "NAME" } inside of it stands for the secret that it
/// names, which is added there. Throws ErrorKind::job_file for anything else.
std::string json_of(TomlTable& table, std::string_view key, std::vector<Secret>* secrets = nullptr);

}  // namespace counterpart
