#pragma once
/// How many requests are worth having in flight: fixed, or found by trying.

#include <chrono>
#include <cstdint>

namespace counterpart::http {

/// Starts at 4 and doubles, up to 32, for as long as doubling makes answers come at least a tenth faster;
/// goes back one step when it did not. Halves when the server pushes back, once for all requests that were in
/// flight then, and stays.
class WindowSize {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// `fixed` requests at a time; 0 adapts.
  explicit WindowSize(unsigned fixed);

  unsigned size() const noexcept { return size_; }
  /// An answer came whole.
  void answered(Time now);
  /// The server answered that it is asked too much.
  void pushed_back();

 private:
  void begin_round(Time now);

  unsigned size_;
  bool adapts_;
  bool grows_;
  bool measuring_ = false;
  Time round_began_;
  std::uint64_t answers_ = 0;  ///< in this round
  std::uint64_t deaf_ = 0;     ///< answers to come before another push-back counts
  double best_ = 0;            ///< answers per second at the size before
};

}  // namespace counterpart::http
