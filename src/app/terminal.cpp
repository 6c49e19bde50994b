#include "app/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/file.hpp"
#include "sink/json_writer.hpp"

namespace counterpart::app {
namespace {

constexpr int kQuietPipeExit = 141;  // what a shell shows for a program that SIGPIPE ended

std::string json_field(std::string_view name, std::string_view text) { return fmt::format("\"{}\":{}", name, json_text(text)); }

}  // namespace

bool is_rich_terminal(int fd) {
  const char* term = std::getenv("TERM");
  return ::isatty(fd) == 1 && std::getenv("NO_COLOR") == nullptr && (term == nullptr || std::strcmp(term, "dumb") != 0);
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
  print_error_stream(fmt::format("{{\"message_type\":\"{}\"{}{}}}\n", type, fields.empty() ? "" : ",", fields));
}

std::string json_text(std::string_view text) {
  std::string json;
  append_json_string(json, text);
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
    print_error_stream(fmt::format("warning: {}\n", text));
  }
}

int print_failure(const Voice& voice, const Error& error) {
  const int code = exit_code(error.kind());
  if (voice.json) {
    std::string fields = fmt::format("\"code\":{},", code) + json_field("message", error.what());
    if (!error.hint().empty()) fields += "," + json_field("hint", error.hint());
    print_event("exit_error", fields);
  } else {
    print_error_stream(fmt::format("error: {}\n", error.what()));
    if (!error.hint().empty()) print_error_stream(fmt::format("hint: {}\n", error.hint()));
  }
  return code;
}

}  // namespace counterpart::app
