#pragma once
/// The flags of the commands of probabilistic matching. Hides how CLI11 is told of them.

#include "app/commands.hpp"

namespace CLI {
class App;
}

namespace counterpart::app {

void add_train_flags(CLI::App& command, TrainFlags& flags);
void add_explain_flags(CLI::App& command, ExplainFlags& flags);
void add_evaluate_flags(CLI::App& command, EvaluateFlags& flags);
void add_dedupe_flags(CLI::App& command, DedupeFlags& flags);

}  // namespace counterpart::app
