#include "http/window_size.hpp"

#include <algorithm>

namespace counterpart::http {
namespace {

constexpr unsigned kFirst = 8;
constexpr unsigned kMost = 64;
constexpr unsigned kLeastByLatency = 2;
/// A round is so many answers per request in flight, and no shorter than this: answers come in bursts.
constexpr unsigned kWatchedRound = 4;
constexpr std::chrono::milliseconds kShortestRound{10};
constexpr double kWorthDoubling = 1.1;
constexpr double kWorthAQuarter = 1.05;
constexpr double kLate = 1.5;
constexpr unsigned kMostQuietRounds = 1024;

}  // namespace

WindowSize::WindowSize(unsigned fixed) : size_(fixed == 0 ? kFirst : fixed), adapts_(fixed == 0) {}

void WindowSize::begin_round(Time now) {
  round_ = {now, 0, 0};
  measuring_ = true;
}

/// A server that takes long is one to ask much at once: each doubling costs one such time.
void WindowSize::begin_at(Clock::duration latency) {
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(latency).count();
  size_ = static_cast<unsigned>(std::clamp<std::int64_t>(milliseconds, kFirst, kMost / 2));
}

bool WindowSize::round_is_over(Time now) const {
  const std::uint64_t length = mode_ == Mode::growing ? 1 : kWatchedRound;
  return round_.answers >= length * size_ && now - round_.began >= kShortestRound;
}

void WindowSize::answered(Time now, Clock::duration latency) {
  if (deaf_ > 0) --deaf_;
  if (!adapts_) return;
  if (!measuring_) {
    if (mode_ == Mode::growing && best_rate_ == 0) begin_at(latency);
    return begin_round(now);
  }
  ++round_.answers;
  round_.latency += std::chrono::duration<double>(latency).count();
  if (!round_is_over(now)) return;
  const auto answers = static_cast<double>(round_.answers);
  end_round(answers / std::chrono::duration<double>(now - round_.began).count(), round_.latency / answers);
  begin_round(now);
}

void WindowSize::end_round(double rate, double latency) {
  switch (mode_) {
    case Mode::growing:
      if (rate < best_rate_ * kWorthDoubling) return settle(before_, best_rate_, usual_latency_);
      if (size_ == kMost) return settle(size_, rate, latency);
      before_ = size_;
      best_rate_ = rate;
      usual_latency_ = latency;
      size_ = std::min(size_ * 2, kMost);
      return;
    case Mode::probing:
      if (rate < best_rate_ * kWorthAQuarter) return settle(before_, best_rate_, usual_latency_);
      return settle(size_, rate, latency);
    case Mode::watching: break;
  }
  if (best_rate_ == 0) return settle(size_, rate, latency);
  if (latency > usual_latency_ * kLate && rate < best_rate_ * kWorthAQuarter && size_ > kLeastByLatency)
    return settle(std::max(kLeastByLatency, size_ - std::max(size_ / 4, 1U)), 0, 0);
  if (++rounds_ < quiet_rounds_ || size_ == kMost) return;
  before_ = size_;
  best_rate_ = rate;
  usual_latency_ = latency;
  size_ = std::min(size_ + std::max(size_ / 4, 1U), kMost);
  mode_ = Mode::probing;
}

/// Watches at this size; with a rate of 0 the next round says what is usual.
void WindowSize::settle(unsigned size, double rate, double latency) {
  size_ = size;
  best_rate_ = rate;
  usual_latency_ = latency;
  rounds_ = 0;
  mode_ = Mode::watching;
}

void WindowSize::pushed_back() {
  if (!adapts_ || deaf_ > 0) return;
  deaf_ = size_;
  quiet_rounds_ = std::min(quiet_rounds_ * 2, kMostQuietRounds);
  settle(std::max(1U, size_ / 2), 0, 0);
  measuring_ = false;
}

}  // namespace counterpart::http
