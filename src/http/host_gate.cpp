#include "http/host_gate.hpp"

#include <algorithm>
#include <ctime>
#include <utility>

#include "http/retry.hpp"

namespace counterpart::http {

HostGate::HostGate(std::shared_ptr<RateLimiter> limiter, std::function<void()> wake)
    : limiter_(std::move(limiter)),
      wake_(limiter_ ? std::make_unique<RateLimiter::Wake>(*limiter_, std::move(wake)) : nullptr) {}

bool HostGate::enter(Time now) {
  opens_.reset();
  if (!limiter_) return true;
  if (limiter_->try_start(now)) {
    ++places_;
    return true;
  }
  // Without a time it is a place in flight that is wanted: whoever frees one wakes this window.
  if (const auto wait = limiter_->time_to_start(now)) opens_ = now + *wait;
  return false;
}

void HostGate::leave(std::size_t count) {
  if (!limiter_) return;
  places_ -= count;
  for (; count > 0; --count) limiter_->ended();
}

void HostGate::hear(const Response& response, Time now, Milliseconds longest) {
  if (!limiter_ || response.failure != Failure::none) return;
  if (const auto hint = parse_rate_limit(response.headers, std::time(nullptr));
      hint && hint->reset.value_or(std::chrono::seconds(0)) <= longest)
    limiter_->hear(*hint, now);
  if (response.status != 429) return;
  if (const auto wait = parse_retry_after(response.header("retry-after"), std::time(nullptr));
      wait && *wait <= longest)
    limiter_->hold(now + *wait);
}

Milliseconds HostGate::waited() const {
  return limiter_ ? std::chrono::duration_cast<Milliseconds>(limiter_->waited()) : Milliseconds(0);
}

}  // namespace counterpart::http
