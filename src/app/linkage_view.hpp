#pragma once
/// What probabilistic matching tells of itself, as text and as JSON.

#include <string>

#include "counterpart/summary.hpp"
#include "job/count_pairs.hpp"

namespace counterpart::app {

/// Lines for people; with `verbose` the rules and the training too.
std::string linkage_text(const LinkageReport& report, bool verbose);
/// "linkage":{…}, with a comma behind it.
std::string linkage_fields(const LinkageReport& report);

/// What `plan` counts of a probabilistic job: lines for people, and the inside of an event.
std::string pair_count_text(const PairCounts& counts);
std::string pair_count_fields(const PairCounts& counts);

}  // namespace counterpart::app
