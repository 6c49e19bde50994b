#pragma once
/// Shell completions, made from the command line itself.

#include <string>

namespace CLI {
class App;
}

namespace counterpart::app {

/// The script for "bash", "zsh" or "fish".
std::string completions(const CLI::App& app, const std::string& shell);

}  // namespace counterpart::app
