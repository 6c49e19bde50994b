#pragma once
/// The command line: flags become values, values become a command.

namespace counterpart::app {

/// The whole program. Gives the exit code.
int run_program(int argc, char** argv);

}  // namespace counterpart::app
