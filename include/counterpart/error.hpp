#pragma once
/// What can end a run. One root, `counterpart::Error`, carries the kind (which is the exit code), a message,
/// a hint for the operator, and the chain of places it came through.

#include <exception>
#include <string>
#include <vector>

namespace counterpart {

/// Why a run ended without its result. Each kind has one exit code; see `exit_code`.
enum class ErrorKind {
  internal,          ///< a defect of this program
  usage,             ///< the command line is wrong
  job_file,          ///< the job file or a secret that it names cannot be used
  source,            ///< a database or a file could not be read to its end; nothing was written
  api,               ///< an API could not be read to its end; nothing was written
  load_rolled_back,  ///< the load failed; the target is as it was
  load_unknown,      ///< the reply to the commit was lost; the target is as before or as after
  policy,            ///< the data was refused: rejects, an empty side, a conflict, a broken order
  output,            ///< an output file could not be written; the old one is intact
  locked,            ///< another run holds the target
  interrupted,       ///< SIGINT
  terminated,        ///< SIGTERM or SIGHUP
};

/// The process exit code of a kind, as the command line's contract lists it.
int exit_code(ErrorKind kind) noexcept;

/// The root of all exceptions that this library throws on purpose.
class Error : public std::exception {
 public:
  /// `message` is one line of cause, in plain words and without secrets or people's names.
  Error(ErrorKind kind, std::string message);

  /// Adds one line that says what the operator can do next.
  Error&& hint(std::string text) &&;
  /// Says that trying the same thing again can succeed.
  Error&& may_retry() &&;
  /// Adds the place, outermost last: "page 7 of https://…".
  Error& in(const std::string& place);

  ErrorKind kind() const noexcept { return kind_; }
  const std::string& hint() const noexcept { return hint_; }
  bool retryable() const noexcept { return retryable_; }
  /// The whole line of cause, places first: "left (internal): table user: no such table".
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  ErrorKind kind_;
  bool retryable_ = false;
  std::string what_;
  std::string hint_;
};

}  // namespace counterpart
