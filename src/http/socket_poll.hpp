#pragma once
/// The sockets of a libcurl multi handle, and what can wake the thread that waits for them. For transport.cpp
/// only: it shows libcurl.

#include <poll.h>

#include <chrono>
#include <optional>
#include <vector>

#include "base/alarm.hpp"
#include "http/libcurl.hpp"
#include "http/request.hpp"

namespace counterpart::http {

/// Drives a multi handle socket by socket: at each turn only those that something happened on are looked at,
/// where curl_multi_perform looks at all. All calls but `wake` come from one thread.
class SocketPoll {
 public:
  using Clock = std::chrono::steady_clock;

  /// Takes over the socket and timer callbacks of `multi`, which has to outlive it.
  explicit SocketPoll(CURLM* multi);
  SocketPoll(const SocketPoll&) = delete;
  SocketPoll& operator=(const SocketPoll&) = delete;

  /// Moves on what is due by time alone.
  void tick();
  /// Waits until something happens on a socket, at most so long, or until it is woken, and moves that on.
  void wait(Milliseconds most);
  /// Makes a `wait`, the running one or the next, return at once. From any thread.
  void wake() noexcept { alarm_.ring(); }

 private:
  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void* own) noexcept;
  static int on_timer(CURLM* multi, long milliseconds, void* self) noexcept;
  void watch(curl_socket_t socket, int what);
  void act(curl_socket_t socket, int events);

  CURLM* multi_;
  Alarm alarm_;
  std::vector<pollfd> watched_;  ///< the alarm first
  std::vector<pollfd> ready_;
  std::optional<Clock::time_point> due_;  ///< when libcurl wants to be called
};

}  // namespace counterpart::http
