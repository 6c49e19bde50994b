#pragma once
/// A run's summary, for people and for programs.

#include <string>

#include "counterpart/summary.hpp"

namespace counterpart::app {

/// A table of both ledgers, the matches and the outputs; with `verbose`, how each side was read.
std::string summary_text(const Summary& summary, bool verbose);

/// The inside of the summary event, as docs/command-line.md lists it.
std::string summary_fields(const Summary& summary);

}  // namespace counterpart::app
