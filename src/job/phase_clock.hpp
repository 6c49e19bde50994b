#pragma once
/// How long a part of a run took, and how much of that its thread was at work.

#include <chrono>
#include <ctime>
#include <string>

#include "counterpart/summary.hpp"

namespace counterpart {

/// Runs from its making. To be made and read on the same thread: what it counts as work is that thread's.
class PhaseClock {
 public:
  PhaseClock() : start_(Clock::now()), busy_(thread_seconds()) {}

  PhaseReport report(std::string name) const {
    return {.name = std::move(name),
            .seconds = std::chrono::duration<double>(Clock::now() - start_).count(),
            .busy_seconds = thread_seconds() - busy_};
  }

 private:
  using Clock = std::chrono::steady_clock;

  static double thread_seconds() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
  }

  Clock::time_point start_;
  double busy_;
};

/// One line on what held the run up the longest. `left` and `right` are its reading phases, which may have
/// run side by side with each other and, for ordered sides, with `match`.
std::string bottleneck(const PhaseReport& left, const PhaseReport& right, const PhaseReport& match,
                       const PhaseReport& publish);

}  // namespace counterpart
