#pragma once
/// How often and how much at once one server is asked: by the limits of the job and by what the server says.
/// Time comes in as a value.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "http/rate_hint.hpp"
#include "http/url.hpp"

namespace counterpart::http {

/// Limits that a job sets. 0 is no limit.
struct Rate {
  double requests_per_second = 0;
  unsigned burst = 1;  ///< that may start at once after a pause, at least 1; means nothing without a rate
  unsigned max_in_flight = 0;
};

/// A bucket of `burst` tokens, full at first and refilled at `requests_per_second`, of which each start takes
/// one; a limit of requests in flight; and the pauses that the server asks for. Thread-safe: all that talks
/// to one server shares one. No order is kept among those who wait.
class RateLimiter {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::nanoseconds;

  /// Makes the limits those that are stricter, each by itself. Tokens that were taken stay taken.
  void tighten(const Rate& rate);

  /// How long no request may start from `now` on if nothing else happens; zero if one may start. Nothing if
  /// as many are in flight as are allowed: first one has to end. An answer can make the time shorter (`hear`)
  /// or longer.
  std::optional<Duration> time_to_start(Time now) const;
  /// Takes a place in flight and a token, which makes the caller owe a call of `ended`; false if no request
  /// may start now.
  bool try_start(Time now);
  /// A request that started has ended, well or not.
  void ended();

  /// Takes in what an answer said, before `ended` is called for it. Other requests in flight may be those
  /// that use up what remains: up to the reset, no more start than remain beside them. Until then a later
  /// hint allows no more than an earlier one did, since answers overtake each other. A hint without both
  /// parts changes nothing.
  void hear(const RateHint& hint, Time now);
  /// No request starts before `until`.
  void hold(Time until);

  /// How often a start was held back by the rate or the server: a wait begins with a `try_start` refused for
  /// that reason and ends when a request, whichever, starts or could start. Many that wait at once are one
  /// wait.
  std::uint64_t waits() const;
  /// The sum of these waits, which is never more than the time that passed. A wait that goes on is in
  /// neither, nor is waiting for a place in flight.
  Duration waited() const;

  /// While it lives, `wake` is called when a refused start may be worth another try earlier than
  /// `time_to_start` said: by the thread that calls `ended`. It must not throw or call the limiter.
  class Wake {
   public:
    Wake(RateLimiter& limiter, std::function<void()> wake);
    ~Wake();
    Wake(const Wake&) = delete;
    Wake& operator=(const Wake&) = delete;

   private:
    RateLimiter& limiter_;
    int id_;
  };

 private:
  bool full() const;
  Time earliest(Time now) const;
  void end_wait(Time now);

  mutable std::mutex mutex_;
  Duration interval_{0};  ///< between tokens; 0 if there is no rate
  unsigned burst_ = 0;    ///< 0 if there is no rate
  unsigned max_in_flight_ = 0;

  unsigned in_flight_ = 0;
  Time last_start_{};
  Time refilled_{};  ///< when the bucket is full again
  Time held_until_{};

  Time reset_{};                 ///< what the server said of what remains is good until then
  std::uint64_t remaining_ = 0;  ///< the least it said
  std::uint64_t allowed_ = 0;    ///< starts before the reset

  std::optional<Time> wait_began_;
  Time wait_ends_{};  ///< the wait that goes on, as far as is known
  std::uint64_t waits_ = 0;
  Duration waited_{0};

  bool refused_ = false;  ///< since the last wake
  int next_id_ = 0;
  std::map<int, std::function<void()>> wakers_;
};

/// One limiter for each server that a run talks to. Thread-safe.
class Hosts {
 public:
  /// The limiter of `origin`, made stricter by `rate`.
  std::shared_ptr<RateLimiter> limiter(const Origin& origin, const Rate& rate);

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<RateLimiter>> limiters_;
};

}  // namespace counterpart::http
