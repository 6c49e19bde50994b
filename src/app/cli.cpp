#include "app/cli.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <new>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "app/flags.hpp"
#include "base/nearest.hpp"
#include "base/utf8.hpp"

namespace counterpart::app {
namespace {

/// The words that could stand where `app` found something else.
std::vector<std::string> known_words(const CLI::App& app) {
  std::vector<std::string> words;
  const auto add_options_of = [&words](const CLI::App& command) {
    for (const CLI::Option* option : command.get_options()) {
      for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
    }
  };
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->parsed()) add_options_of(*command);
    words.push_back(command->get_name());
  }
  add_options_of(app);
  return words;
}

/// The words that no command and no option took, in the order in which they were written.
std::vector<std::string> unknown_words(const CLI::App& app, const std::vector<std::string>& words) {
  std::vector<std::string> left = app.remaining(true);
  std::vector<std::string> unknown;
  for (const std::string& word : words) {
    const auto at = std::find(left.begin(), left.end(), word);
    if (at == left.end()) continue;
    left.erase(at);
    unknown.push_back(word);
  }
  return unknown;
}

Error usage_error(const CLI::App& app, const CLI::ParseError& problem,
                  const std::vector<std::string>& words) {
  const std::vector<std::string> unknown = unknown_words(app, words);
  std::string message = problem.what();
  if (!unknown.empty()) {
    const bool command = app.get_subcommands().empty();
    message = fmt::format("unknown {} '{}'{}",
                          unknown.front().starts_with('-') ? "option"
                          : command                        ? "command"
                                                           : "argument",
                          printable(unknown.front()), did_you_mean(unknown.front(), known_words(app)));
  }
  for (char& c : message) c = c == '\n' ? ' ' : c;
  return {ErrorKind::usage, message};
}

/// The command that the words name; null if they name none.
const Command* asked_for(const CLI::App& app) {
  for (const Command& command : commands()) {
    if (app.got_subcommand(command.name)) return &command;
  }
  return nullptr;
}

/// How to speak of a failure.
const Voice& voice_of(const CLI::App& app, Flags& flags) {
  const Command* command = asked_for(app);
  return command != nullptr && command->voice != nullptr ? *command->voice(flags) : flags.run.voice;
}

/// Said before the command line is understood, so that what is wrong with it is an event too.
void speak_json(Flags& flags) {
  for (const Command& command : commands()) {
    if (command.voice != nullptr) command.voice(flags)->json = true;
  }
}

/// False if the words asked for help or the version, which are printed then.
bool parse(CLI::App& app, int argc, char** argv, const std::vector<std::string>& words) {
  try {
    app.parse(argc, argv);
    return true;
  } catch (const CLI::Success& asked) {
    std::ostringstream answer;
    app.exit(asked, answer, answer);
    print(answer.str());
    return false;
  } catch (const CLI::ParseError& problem) {
    throw usage_error(app, problem, words);
  }
}

/// The standard library throws this where the system has no thread to give.
Error system_failure(const std::system_error& problem) {
  if (problem.code() != std::errc::resource_unavailable_try_again)
    return Error(ErrorKind::internal, problem.what());
  return Error(ErrorKind::internal, fmt::format("cannot start a thread: {}", problem.what()))
      .hint("raise the limits of memory and processes, then run the job again");
}

int run_commands(int argc, char** argv) {
  CLI::App app("Who is in both systems, and what do we know about them on each side?", "counterpart");
  app.footer(fmt::format(
      "Examples:\n  counterpart demo\n  counterpart check job.toml && counterpart run job.toml\n\n{}",
      kExitCodes));
  app.set_version_flag("--version", "counterpart " + version());
  app.require_subcommand(1);
  Flags flags;
  for (const Command& command : commands()) command.add(app, flags);
  try {
    const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
    if (std::find(words.begin(), words.end(), "--json") != words.end()) speak_json(flags);
    return parse(app, argc, argv, words) ? asked_for(app)->run(app, flags) : 0;
  } catch (const Error& error) {
    return print_failure(voice_of(app, flags), error);
  } catch (const std::bad_alloc&) {
    return print_failure(voice_of(app, flags),
                         Error(ErrorKind::internal, "out of memory")
                             .hint("nothing was published; give the job a smaller memory budget"));
  } catch (const std::system_error& problem) {
    return print_failure(voice_of(app, flags), system_failure(problem));
  } catch (const std::exception& problem) {
    return print_failure(voice_of(app, flags), Error(ErrorKind::internal, problem.what()));
  }
}

}  // namespace

int run_program(int argc, char** argv) {
  try {
    return run_commands(argc, argv);
  } catch (const std::bad_alloc&) {
    // There may be no memory for the telling either.
    print_error_stream("error: out of memory\nhint: nothing was published; raise the limit of memory\n");
    return exit_code(ErrorKind::internal);
  }
}

}  // namespace counterpart::app
