#pragma once
/// Options that name a file to be written.

#include <string>

namespace counterpart::app {

/// What is wrong with the value of such an option, for CLI::Option::check; empty if nothing is. Files are
/// published whole or not at all, which standard output cannot be.
inline std::string refuse_standard_output(const std::string& file) {
  return file == "-" ? "'-' is no file: what is written here is published whole or not at all; name a file"
                     : "";
}

}  // namespace counterpart::app
