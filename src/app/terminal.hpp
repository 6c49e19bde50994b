#pragma once
/// The only place that prints: answers to stdout, everything else to stderr.

#include <string>
#include <string_view>
#include <vector>

#include "counterpart/error.hpp"

namespace counterpart::app {

/// How much a command says, and in which form.
struct Voice {
  bool json = false;   ///< events as JSON Lines on stderr
  bool quiet = false;  ///< errors only
  bool verbose = false;
};

/// True if the descriptor is a terminal that wants colour and repainting (not with NO_COLOR or TERM=dumb).
bool is_rich_terminal(int fd);

/// All of a text from elsewhere, as a terminal may see it: on one line, nothing in it is obeyed.
std::string shown(std::string_view text);

/// Writes to stdout. Throws ErrorKind::output if that fails; a pipe whose reader has gone ends the program
/// quietly instead.
void print(std::string_view text);

/// Writes to stderr; failures are ignored.
void print_error_stream(std::string_view text);

/// One event as a JSON line on stderr: {"message_type":TYPE,FIELDS}. `fields` is the inside of an object.
void print_event(std::string_view type, std::string_view fields);

/// A JSON string, and a list of them.
std::string json_text(std::string_view text);
std::string json_list(const std::vector<std::string>& texts);

void print_warning(const Voice& voice, std::string_view text);

/// "error: CAUSE" and "hint: …", or the exit_error event; an error without a hint gets that of its kind.
/// Gives the exit code.
int print_failure(const Voice& voice, const Error& error);

}  // namespace counterpart::app
