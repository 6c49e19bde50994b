#pragma once
/// What probabilistic matching tells of itself, as text and as JSON.

#include <string>

#include "counterpart/summary.hpp"

namespace counterpart::app {

/// Lines for people; with `verbose` the rules and the training too.
std::string linkage_text(const LinkageReport& report, bool verbose);
/// "linkage":{…}, with a comma behind it.
std::string linkage_fields(const LinkageReport& report);

}  // namespace counterpart::app
