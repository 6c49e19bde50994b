#pragma once
/// One window's place at the limits of a host, which others may share.

#include <cstddef>
#include <memory>
#include <optional>

#include "http/rate_limit.hpp"
#include "http/request.hpp"

namespace counterpart::http {

/// Takes places in flight and gives them back, all that are left at its end. Driven from one thread.
class HostGate {
 public:
  using Time = RateLimiter::Time;

  /// Without a limiter all may pass. `wake` is called from any thread when another one's place comes free.
  HostGate(std::shared_ptr<RateLimiter> limiter, std::function<void()> wake);
  ~HostGate() { leave(places_); }
  HostGate(const HostGate&) = delete;
  HostGate& operator=(const HostGate&) = delete;

  /// True, and a place is taken, if one more request may go. If not, `opens` says when time alone will let
  /// it.
  bool enter(Time now);
  std::optional<Time> opens() const noexcept { return opens_; }
  /// Gives places back.
  void leave(std::size_t count);

  /// What an answer says about limits holds for all requests to its host. A pause longer than `longest` is
  /// not kept: what the next answers are decides. Before `leave` is called for it.
  void hear(const Response& response, Time now, Milliseconds longest);

  /// Times that requests were held back, and for how long in all.
  std::uint64_t waits() const { return limiter_ ? limiter_->waits() : 0; }
  Milliseconds waited() const;

 private:
  std::shared_ptr<RateLimiter> limiter_;
  std::unique_ptr<RateLimiter::Wake> wake_;
  std::size_t places_ = 0;
  std::optional<Time> opens_;
};

}  // namespace counterpart::http
