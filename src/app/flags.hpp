#pragma once
/// The commands of the program and their flags on the command line. CLI11 is told of them here and in
/// init_flags.cpp alone.

#include <string>
#include <vector>

#include "app/commands.hpp"

namespace CLI {
class App;
}

namespace counterpart::app {

/// All flags of all commands, as values.
struct Flags {
  RunFlags run;
  RunFlags check;
  PlanFlags plan;
  TrainFlags train;
  ExplainFlags explain;
  EvaluateFlags evaluate;
  DedupeFlags dedupe;
  DdlFlags ddl;
  FetchFlags fetch;
  StatusFlags status;
  MockApiFlags mock_api;
  DemoFlags demo;
  InitFlags init;
  std::string shell;
};

struct Command {
  const char* name;
  /// Adds it to the program; parsing fills `flags`, which has to outlive that.
  void (*add)(CLI::App& app, Flags& flags);
  int (*run)(const CLI::App& app, const Flags& flags);
  /// How it speaks; null if it prints its answer and nothing else.
  Voice* (*voice)(Flags& flags);
};

/// In the order in which the help lists them.
const std::vector<Command>& commands();

/// What the help says of exit codes.
extern const char* const kExitCodes;

}  // namespace counterpart::app
