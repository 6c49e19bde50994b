#pragma once
/// Stands before a real server, so that a test can change things between two pages of it, always at the same
/// place.

#include <functional>
#include <string>

#include "support/nginx_server.hpp"
#include "support/rogue_api.hpp"

namespace counterpart::test {

/// nginx as a reverse proxy that asks this process before each request.
class Gate {
 public:
  /// Lets all requests through to `upstream` ("http://127.0.0.1:PORT"). Before the first one whose target
  /// holds `text` goes on, `then` is called, on another thread; the request waits for it.
  Gate(const std::string& upstream, std::string text, std::function<void()> then);

  /// "http://127.0.0.1:PORT"
  std::string url() const { return nginx_.url(); }
  const NginxServer& nginx() const { return nginx_; }
  /// True once `then` was called.
  bool passed() const { return passed_; }

 private:
  Reply let_through(const Ask& ask);

  std::string text_;
  std::function<void()> then_;
  std::atomic<bool> passed_{false};
  RogueApi checks_;
  NginxServer nginx_;
};

}  // namespace counterpart::test
