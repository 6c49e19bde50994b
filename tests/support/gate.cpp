#include "support/gate.hpp"

#include <utility>

namespace counterpart::test {

Gate::Gate(const std::string& upstream, std::string text, std::function<void()> then)
    : text_(std::move(text)),
      then_(std::move(then)),
      checks_([this](const Ask& ask) { return let_through(ask); }),
      nginx_({.upstream = upstream, .check = checks_.url()}) {}

Reply Gate::let_through(const Ask& ask) {
  const std::string target = ask.header("X-Original-URI").value_or("");
  if (target.find(text_) != std::string::npos && !passed_.exchange(true)) then_();
  return {.status = 204};
}

}  // namespace counterpart::test
