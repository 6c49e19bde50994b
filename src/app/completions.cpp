#include "app/completions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>

#include <vector>

namespace counterpart::app {
namespace {

struct Flag {
  std::string name;
  std::string help;
};

struct Command {
  std::string name;
  std::string help;
  std::vector<Flag> flags;
};

std::vector<Flag> flags_of(const CLI::App& app) {
  std::vector<Flag> flags;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames())
      flags.push_back({"--" + name, option->get_description()});
  }
  return flags;
}

std::vector<Command> commands_of(const CLI::App& app) {
  std::vector<Command> commands;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    commands.push_back({sub->get_name(), sub->get_description(), flags_of(*sub)});
  }
  return commands;
}

std::string joined_names(const std::vector<Flag>& flags) {
  std::vector<std::string> names;
  for (const Flag& flag : flags) names.push_back(flag.name);
  return fmt::format("{}", fmt::join(names, " "));
}

/// For a single-quoted shell string.
std::string plain(std::string text) {
  std::erase_if(text, [](char c) { return c == '\'' || c == '[' || c == ']' || c == ':'; });
  return text.substr(0, text.find('\n'));
}

std::string bash(const CLI::App& app) {
  std::string names;
  std::string cases;
  for (const Command& command : commands_of(app)) {
    names += command.name + " ";
    cases += fmt::format("    {}) words='{}' ;;\n", command.name, joined_names(command.flags));
  }
  return fmt::format(
      "_counterpart() {{\n"
      "  local current=${{COMP_WORDS[COMP_CWORD]}} words\n"
      "  case ${{COMP_WORDS[1]}} in\n{}    *) words='{}{}' ;;\n"
      "  esac\n"
      "  [[ $COMP_CWORD -eq 1 ]] && words='{}{}'\n"
      "  if [[ $current == -* || $COMP_CWORD -eq 1 ]]; then COMPREPLY=($(compgen -W \"$words\" -- "
      "\"$current\"))\n"
      "  else COMPREPLY=($(compgen -f -- \"$current\")); fi\n"
      "}}\n"
      "complete -o filenames -F _counterpart counterpart\n",
      cases, names, joined_names(flags_of(app)), names, joined_names(flags_of(app)));
}

std::string zsh(const CLI::App& app) {
  std::string names;
  std::string cases;
  for (const Command& command : commands_of(app)) {
    names += fmt::format("    '{}:{}'\n", command.name, plain(command.help));
    cases += fmt::format("    {}) _arguments", command.name);
    for (const Flag& flag : command.flags) cases += fmt::format(" '{}[{}]'", flag.name, plain(flag.help));
    cases += " '*:file:_files' ;;\n";
  }
  return fmt::format(
      "#compdef counterpart\n"
      "_counterpart() {{\n"
      "  local -a commands=(\n{}  )\n"
      "  if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
      "  case $words[2] in\n{}  esac\n"
      "}}\n"
      "compdef _counterpart counterpart\n",
      names, cases);
}

std::string fish(const CLI::App& app) {
  std::string script = "complete -c counterpart -n __fish_use_subcommand -f\n";
  for (const Command& command : commands_of(app)) {
    script += fmt::format("complete -c counterpart -n __fish_use_subcommand -a {} -d '{}'\n", command.name,
                          plain(command.help));
    for (const Flag& flag : command.flags) {
      script += fmt::format("complete -c counterpart -n '__fish_seen_subcommand_from {}' -l {} -d '{}'\n",
                            command.name, flag.name.substr(2), plain(flag.help));
    }
  }
  return script;
}

}  // namespace

std::string completions(const CLI::App& app, const std::string& shell) {
  if (shell == "zsh") return zsh(app);
  return shell == "fish" ? fish(app) : bash(app);
}

}  // namespace counterpart::app
