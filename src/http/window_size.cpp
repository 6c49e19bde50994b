#include "http/window_size.hpp"

#include <algorithm>

namespace counterpart::http {
namespace {

constexpr unsigned kFirst = 4;
constexpr unsigned kMost = 32;
/// Answers of a round, per request in flight.
constexpr unsigned kRoundLength = 3;
constexpr double kWorthwhile = 1.1;

}  // namespace

WindowSize::WindowSize(unsigned fixed)
    : size_(fixed == 0 ? kFirst : fixed), adapts_(fixed == 0), grows_(adapts_) {}

void WindowSize::begin_round(Time now) {
  round_began_ = now;
  answers_ = 0;
  measuring_ = true;
}

void WindowSize::answered(Time now) {
  if (deaf_ > 0) --deaf_;
  if (!grows_) return;
  if (!measuring_) return begin_round(now);
  if (++answers_ < std::uint64_t{kRoundLength} * size_) return;
  const double seconds = std::max(std::chrono::duration<double>(now - round_began_).count(), 1e-9);
  const double rate = static_cast<double>(answers_) / seconds;
  if (rate < best_ * kWorthwhile) {
    size_ = std::max(kFirst, size_ / 2);
    grows_ = false;
    return;
  }
  best_ = rate;
  grows_ = size_ < kMost;
  size_ = std::min(size_ * 2, kMost);
  begin_round(now);
}

void WindowSize::pushed_back() {
  if (!adapts_ || deaf_ > 0) return;
  deaf_ = size_;
  size_ = std::max(1U, size_ / 2);
  grows_ = false;
}

}  // namespace counterpart::http
