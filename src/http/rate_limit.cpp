#include "http/rate_limit.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "http/retry.hpp"

namespace counterpart::http {
namespace {

constexpr RateLimiter::Duration kForever = std::chrono::seconds(kForeverSeconds);

/// `count` intervals, which may be too long to be counted.
RateLimiter::Duration times(RateLimiter::Duration interval, double count) {
  const double product = static_cast<double>(interval.count()) * count;
  if (product >= static_cast<double>(kForever.count())) return kForever;
  return RateLimiter::Duration(std::llround(product));
}

}  // namespace

void RateLimiter::tighten(const Rate& rate) {
  const std::lock_guard lock(mutex_);
  if (rate.requests_per_second > 0) {
    const double nanoseconds = std::ceil(1e9 / rate.requests_per_second);
    const Duration interval = times(Duration(1), std::max(nanoseconds, 1.0));
    const unsigned burst = std::max(rate.burst, 1U);
    burst_ = burst_ == 0 ? burst : std::min(burst_, burst);
    if (interval > interval_) {
      // As many tokens were missing at the last start as before.
      if (interval_ > Duration(0) && refilled_ > last_start_) {
        const double missing =
            static_cast<double>((refilled_ - last_start_).count()) / static_cast<double>(interval_.count());
        refilled_ = last_start_ + times(interval, missing);
      }
      interval_ = interval;
    }
  }
  if (rate.max_in_flight != 0) {
    max_in_flight_ = max_in_flight_ == 0 ? rate.max_in_flight : std::min(max_in_flight_, rate.max_in_flight);
  }
}

bool RateLimiter::full() const {
  return max_in_flight_ != 0 && in_flight_ >= max_in_flight_;
}

/// When the next request may start as far as time is concerned.
RateLimiter::Time RateLimiter::earliest(Time now) const {
  Time start = held_until_;
  if (now < reset_ && allowed_ == 0) start = std::max(start, reset_);
  if (burst_ != 0) start = std::max(start, refilled_ - times(interval_, burst_ - 1));
  return start;
}

std::optional<RateLimiter::Duration> RateLimiter::time_to_start(Time now) const {
  const std::lock_guard lock(mutex_);
  if (full()) return std::nullopt;
  return std::max(Duration(earliest(now) - now), Duration(0));
}

bool RateLimiter::try_start(Time now) {
  const std::lock_guard lock(mutex_);
  const Time start = earliest(now);
  const bool too_early = start > now;
  if (wait_began_ && (now >= wait_ends_ || (!too_early && !full()))) end_wait(now);
  if (too_early) {
    if (!wait_began_) wait_began_ = now;
    wait_ends_ = start;
  }
  if (too_early || full()) {
    refused_ = true;
    return false;
  }
  ++in_flight_;
  last_start_ = now;
  refilled_ = std::max(refilled_, now) + interval_;
  if (now < reset_) --allowed_;
  return true;
}

void RateLimiter::end_wait(Time now) {
  ++waits_;
  waited_ += std::min(now, wait_ends_) - *wait_began_;
  wait_began_.reset();
}

void RateLimiter::ended() {
  const std::lock_guard lock(mutex_);
  assert(in_flight_ > 0);
  --in_flight_;
  if (!std::exchange(refused_, false)) return;
  for (auto& [id, wake] : wakers_) wake();
}

void RateLimiter::hear(const RateHint& hint, Time now) {
  if (!hint.remaining || !hint.reset) return;
  const std::lock_guard lock(mutex_);
  const Time reset = now + *hint.reset;
  const std::uint64_t others = std::max(in_flight_, 1U) - 1;
  if (now >= reset_ || *hint.remaining < remaining_) {
    remaining_ = *hint.remaining;
    reset_ = reset;
  } else if (*hint.remaining == remaining_) {
    reset_ = std::max(reset_, reset);
  }
  allowed_ = remaining_ - std::min(remaining_, others);
}

void RateLimiter::hold(Time until) {
  const std::lock_guard lock(mutex_);
  held_until_ = std::max(held_until_, until);
}

std::uint64_t RateLimiter::waits() const {
  const std::lock_guard lock(mutex_);
  return waits_;
}

RateLimiter::Duration RateLimiter::waited() const {
  const std::lock_guard lock(mutex_);
  return waited_;
}

RateLimiter::Wake::Wake(RateLimiter& limiter, std::function<void()> wake) : limiter_(limiter) {
  const std::lock_guard lock(limiter_.mutex_);
  id_ = limiter_.next_id_++;
  limiter_.wakers_.emplace(id_, std::move(wake));
}

RateLimiter::Wake::~Wake() {
  const std::lock_guard lock(limiter_.mutex_);
  limiter_.wakers_.erase(id_);
}

std::shared_ptr<RateLimiter> Hosts::limiter(const Origin& origin, const Rate& rate) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<RateLimiter>& limiter = limiters_[origin.text()];
  if (!limiter) limiter = std::make_shared<RateLimiter>();
  limiter->tighten(rate);
  return limiter;
}

}  // namespace counterpart::http
