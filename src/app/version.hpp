#pragma once
/// The version of the program, and of the libraries it runs on.

#include <string>

namespace counterpart::app {

/// "0.1.0"
std::string version();

}  // namespace counterpart::app
