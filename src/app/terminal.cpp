#include "app/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "record/json_writer.hpp"

namespace counterpart::app {
namespace {

constexpr int kQuietPipeExit = 0;  // a reader that has seen enough is no failure

std::string json_field(std::string_view name, std::string_view text) {
  return fmt::format("\"{}\":{}", name, json_text(text));
}

/// What to do next when the place of the error did not say it.
const char* usual_hint(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::internal: return "please report this with the job file";
    case ErrorKind::usage: return "counterpart --help, counterpart COMMAND --help";
    case ErrorKind::job_file:
      return "mend the job file; counterpart check JOB tries it without writing anything";
    case ErrorKind::source:
    case ErrorKind::api:
      return "nothing was published; mend the source or the job file, then run the job again";
    case ErrorKind::load_rolled_back: return "the table is as it was; mend the cause, then run the job again";
    case ErrorKind::load_unknown: return "look at the table before the job is run again";
    case ErrorKind::policy:
      return "nothing was published; mend the data or the job file, then run the job again";
    case ErrorKind::output: return "make room or name another path, then run the job again";
    case ErrorKind::locked: return "wait for the other run to end, then run the job again";
    case ErrorKind::interrupted:
    case ErrorKind::terminated: return "run the job again when ready";
  }
  return "";
}

}  // namespace

bool is_rich_terminal(int fd) {
  const char* term = std::getenv("TERM");
  return ::isatty(fd) == 1 && std::getenv("NO_COLOR") == nullptr &&
         (term == nullptr || std::strcmp(term, "dumb") != 0);
}

std::string shown(std::string_view text) {
  return printable(text, text.size());
}

void print(std::string_view text) {
  try {
    write_all(STDOUT_FILENO, text, ErrorKind::output, "standard output");
  } catch (const Error&) {
    if (errno == EPIPE) std::_Exit(kQuietPipeExit);
    throw;
  }
}

void print_error_stream(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void print_event(std::string_view type, std::string_view fields) {
  print_error_stream(
      fmt::format("{{\"message_type\":\"{}\"{}{}}}\n", type, fields.empty() ? "" : ",", fields));
}

std::string json_text(std::string_view text) {
  std::string json;
  // A path can be any bytes; JSON cannot.
  append_json_string(json, is_valid_utf8(text) ? std::string(text) : shown(text));
  return json;
}

std::string json_list(const std::vector<std::string>& texts) {
  std::string json = "[";
  for (const std::string& text : texts) json += (json.size() > 1 ? "," : "") + json_text(text);
  return json + "]";
}

void print_warning(const Voice& voice, std::string_view text) {
  if (voice.json) {
    print_event("warning", json_field("message", text));
  } else if (!voice.quiet) {
    print_error_stream(fmt::format("warning: {}\n", shown(text)));
  }
}

int print_failure(const Voice& voice, const Error& error) {
  const int code = exit_code(error.kind());
  const std::string hint = error.hint().empty() ? usual_hint(error.kind()) : error.hint();
  if (voice.json) {
    print_event("exit_error", fmt::format("\"code\":{},", code) + json_field("message", error.what()) + "," +
                                  json_field("hint", hint));
  } else {
    print_error_stream(fmt::format("error: {}\nhint: {}\n", shown(error.what()), shown(hint)));
  }
  return code;
}

}  // namespace counterpart::app
