#include "counterpart/error.hpp"

#include <utility>

namespace counterpart {

int exit_code(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::internal: return 1;
    case ErrorKind::usage: return 2;
    case ErrorKind::job_file: return 3;
    case ErrorKind::source: return 4;
    case ErrorKind::api: return 5;
    case ErrorKind::load_rolled_back: return 6;
    case ErrorKind::load_unknown: return 7;
    case ErrorKind::policy: return 8;
    case ErrorKind::output: return 9;
    case ErrorKind::locked: return 10;
    case ErrorKind::interrupted: return 130;
    case ErrorKind::terminated: return 143;
  }
  return 1;
}

Error::Error(ErrorKind kind, std::string message) : kind_(kind), what_(std::move(message)) {}

Error&& Error::hint(std::string text) && {
  hint_ = std::move(text);
  return std::move(*this);
}

Error&& Error::may_retry() && {
  retryable_ = true;
  return std::move(*this);
}

Error& Error::in(const std::string& place) {
  what_ = place + ": " + what_;
  return *this;
}

}  // namespace counterpart
