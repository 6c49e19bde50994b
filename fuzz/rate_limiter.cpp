// The first line holds the limits, "tenths of requests per second, burst, in flight"; each byte behind it is
// a step: an attempt to start, an end, time that passes, a hint, a pause.
#include <algorithm>
#include <deque>

#include "fuzz/input.hpp"
#include "http/rate_limit.hpp"

namespace counterpart::http {
namespace {

using fuzz::require;
using std::chrono::seconds;
using Time = RateLimiter::Time;

/// Drives a limiter and keeps, in a simpler way, what it must not pass.
class Trial {
 public:
  explicit Trial(const Rate& rate) : rate_(rate) { limiter_.tighten(rate); }

  void step(unsigned char byte) {
    const int amount = byte / 6;
    switch (byte % 6) {
      case 0: return start();
      case 1: return end();
      case 2: now_ += std::chrono::milliseconds(amount * amount); return;
      case 3: now_ += limiter_.time_to_start(now_).value_or(seconds(1)); return;
      case 4: return hear(static_cast<unsigned>(amount % 5), seconds(amount / 5));
      default: hold(now_ + seconds(amount / 4)); return;
    }
  }

  void check_waits() const {
    require(limiter_.waited() <= now_ - Time(), "no more is waited than time passes");
    require(limiter_.waits() <= refusals_, "a wait begins with a refusal");
  }

 private:
  void start() {
    const auto wait = limiter_.time_to_start(now_);
    const bool started = limiter_.try_start(now_);
    require(started == (wait == seconds(0)), "what may start starts");
    refusals_ += started ? 0 : 1;
    if (!started) return;
    require(now_ >= held_until_, "nothing starts in a pause");
    require(now_ >= counted_until_ || remaining_-- > 0, "no more start than remain");
    ++in_flight_;
    require(rate_.max_in_flight == 0 || in_flight_ <= rate_.max_in_flight, "no more are in flight than may");
    starts_.push_back(now_);
    if (rate_.requests_per_second <= 0 || starts_.size() <= rate_.burst) return;
    // Between a start and the one `burst` later, one token has to come in at least.
    const std::chrono::duration<double> passed = now_ - starts_.front();
    starts_.pop_front();
    require(passed.count() * rate_.requests_per_second >= 0.999999, "no rate is passed");
  }

  void end() {
    if (in_flight_ == 0) return;
    --in_flight_;
    limiter_.ended();
  }

  void hear(unsigned remaining, seconds reset) {
    limiter_.hear({remaining, reset}, now_);
    // Of several hints at a time the one with the earliest reset is sure to be kept up to there.
    counted_until_ = now_ < last_reset_ ? std::min(counted_until_, now_ + reset) : now_ + reset;
    last_reset_ = std::max(last_reset_, now_ + reset);
    remaining_ = remaining - std::min(remaining, std::max(in_flight_, 1U) - 1);
  }

  void hold(Time until) {
    limiter_.hold(until);
    held_until_ = std::max(held_until_, until);
  }

  const Rate rate_;
  RateLimiter limiter_;
  Time now_{};
  Time held_until_{};
  Time counted_until_{};
  Time last_reset_{};
  unsigned remaining_ = 0;
  unsigned in_flight_ = 0;
  std::uint64_t refusals_ = 0;
  std::deque<Time> starts_;
};

}  // namespace
}  // namespace counterpart::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  counterpart::fuzz::Input input(data, size);
  unsigned tenths = 0, burst = 0, in_flight = 0;
  std::sscanf(input.line().c_str(), "%3u %3u %3u", &tenths, &burst, &in_flight);
  counterpart::http::Trial trial({tenths / 10.0, std::max(burst, 1U), in_flight});
  for (const char byte : input.rest()) trial.step(static_cast<unsigned char>(byte));
  trial.check_waits();
  return 0;
}
