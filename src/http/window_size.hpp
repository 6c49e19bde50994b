#pragma once
/// How many requests are worth having in flight: fixed, or found by trying.

#include <chrono>
#include <cstdint>

namespace counterpart::http {

/// Starts at 8, or at more where the first answer took long, up to 32, and doubles, up to 64, for as long as
/// doubling makes answers come at least a tenth faster; goes back one step when it did not. Then it watches:
/// where answers take half as long again as they did and come no faster, it goes down by a quarter; now and
/// then it tries a quarter more, and keeps it if that pays. Halves when the server pushes back, once for all
/// requests that were in flight then, and tries more again only after a while that doubles with each
/// push-back.
class WindowSize {
 public:
  using Clock = std::chrono::steady_clock;
  using Time = Clock::time_point;

  /// `fixed` requests at a time; 0 adapts.
  explicit WindowSize(unsigned fixed);

  unsigned size() const noexcept { return size_; }
  /// An answer came whole, so long after it was asked for.
  void answered(Time now, Clock::duration latency);
  /// The server answered that it is asked too much.
  void pushed_back();

 private:
  enum class Mode { growing, watching, probing };
  struct Round {
    Time began;
    std::uint64_t answers = 0;
    double latency = 0;  ///< sum, in seconds
  };

  void begin_at(Clock::duration latency);
  bool round_is_over(Time now) const;
  void end_round(double rate, double latency);
  void settle(unsigned size, double rate, double latency);
  void begin_round(Time now);

  unsigned size_;
  bool adapts_;
  Mode mode_ = Mode::growing;
  bool measuring_ = false;
  Round round_;
  unsigned before_ = 0;        ///< the size to go back to
  double best_rate_ = 0;       ///< answers per second, at the size before or at this one
  double usual_latency_ = 0;   ///< at this size
  unsigned quiet_rounds_ = 8;  ///< between two tries of more
  unsigned rounds_ = 0;        ///< since the last one
  std::uint64_t deaf_ = 0;     ///< answers to come before another push-back counts
};

}  // namespace counterpart::http
