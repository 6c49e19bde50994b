#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>

#include "app/commands.hpp"
#include "app/signals.hpp"
#include "base/file.hpp"
#include "base/size.hpp"
#include "base/utf8.hpp"
#include "job/job_text.hpp"

namespace counterpart::app {
namespace {

constexpr int kLookUpMs = 100;

/// A line from the terminal; empty at its end.
std::string read_line(const CancelToken& cancel) {
  std::string line;
  while (true) {
    cancel.check();
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (::poll(&input, 1, kLookUpMs) <= 0) continue;
    char c = 0;
    if (::read(STDIN_FILENO, &c, 1) != 1 || c == '\n') return line;
    line += c;
  }
}

/// Asks a person, once; what is neither a number nor a name in the list is the default.
std::size_t ask(const std::string& what, const std::vector<std::string>& choices, const CancelToken& cancel) {
  std::string text = shown(what) + "?\n";
  for (std::size_t i = 0; i < choices.size(); ++i)
    text += fmt::format("  {}  {}\n", i + 1, printable(choices[i], 100));
  print(text + "[1]: ");
  const std::string answer = read_line(cancel);
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (answer == choices[i] || answer == std::to_string(i + 1)) return i;
  }
  return 0;
}

/// What was found at a side, in a line.
std::string side_line(const ProposedSide& side) {
  const SideSurvey& survey = side.survey;
  const std::string of = survey.total ? " of " + format_count(*survey.total) : "";
  return fmt::format("{}: {}, {}{} {} looked at\n", side.name, shown(survey.place),
                     format_count(survey.records), of, survey.records == 1 ? "record" : "records");
}

std::string matched_text(const JobProposal& job) {
  std::vector<std::string> parts;
  for (const ProposedMatch& part : job.match)
    parts.push_back(part.left == part.right ? part.left : part.left + " = " + part.right);
  return printable(fmt::format("match on {}", fmt::join(parts, ", ")), 400) + "\n";
}

void refuse_to_overwrite(const InitFlags& flags) {
  std::error_code problem;
  if (flags.output == "-" || flags.force || !std::filesystem::exists(flags.output, problem)) return;
  throw Error(ErrorKind::usage, flags.output + " is there already")
      .hint("name another file with -o, or replace it with --force");
}

JobProposal look_at_both(const InitFlags& flags, CancelToken& cancel) {
  const bool interactive = !flags.yes && flags.output != "-" && !flags.voice.json &&
                           ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1;
  const Choose choose = [&](const std::string& what, const std::vector<std::string>& choices) {
    return interactive ? ask(what, choices, cancel) : 0;
  };
  ProposedSide left;
  ProposedSide right;
  left.question = flags.left;
  right.question = flags.right;
  left.question.allow_http = right.question.allow_http = flags.allow_http;
  // A slow API takes a while; somebody may be waiting.
  const auto look = [&](ProposedSide& side, const std::string& thing) {
    if (!flags.voice.quiet && !flags.voice.json && is_rich_terminal(STDERR_FILENO))
      print_error_stream(fmt::format("looking at {} …\n", side.question.flag));
    side.survey = survey_side(side.question, thing, choose, cancel);
  };
  // A database has many tables; what the other side is like tells which one is meant.
  const bool right_first = is_database(left.question) && !is_database(right.question);
  if (right_first) look(right, "");
  look(left, right.survey.thing);
  if (!right_first) look(right, left.survey.thing);
  return propose_job(std::move(left), std::move(right), flags.wishes, choose);
}

void warn(const JobProposal& job, const Voice& voice) {
  for (const ProposedSide* side : {&job.left, &job.right}) {
    for (const SurveyNote& note : side->survey.notes) {
      if (note.warning) print_warning(voice, side->name + ": " + note.text);
    }
  }
}

void write_job(const std::filesystem::path& path, const std::string& text) {
  AtomicFile file(path);
  file.write(text);
  file.commit();
}

}  // namespace

int init_command(const InitFlags& flags) {
  refuse_to_overwrite(flags);
  CancelToken cancel;
  const SignalWatch signals(cancel, flags.voice);
  const JobProposal job = look_at_both(flags, cancel);
  warn(job, flags.voice);
  const bool talks = !flags.voice.quiet && !flags.voice.json;
  if (flags.output == "-") {
    print(job_text(job, ""));
    return 0;
  }
  const std::filesystem::path path = flags.output;
  write_job(path, job_text(job, path.parent_path()));
  if (talks)
    print(side_line(job.left) + side_line(job.right) + matched_text(job) + "wrote " + shown(flags.output) +
          "\n\n");
  RunFlags check;
  check.job = path;
  check.voice = flags.voice;
  check_job_and_print(check, cancel);
  if (talks)
    print(fmt::format("\nnext: read {0} and change what you like, then\n  counterpart run {0}\n",
                      shown(flags.output)));
  return 0;
}

}  // namespace counterpart::app
