#pragma once
/// The flags of `init` on the command line. Hides how CLI11 is told of them.

#include "app/commands.hpp"

namespace CLI {
class App;
}

namespace counterpart::app {

/// Adds them to the command; parsing fills `init`, which has to outlive it.
void add_init_flags(CLI::App& command, InitFlags& init);

}  // namespace counterpart::app
