#include "job/phase_clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace counterpart {
namespace {

constexpr double kMostlyWaiting = 0.5;

/// Of a phase that took so long, for people.
std::string share(const PhaseReport& phase, double part) {
  return fmt::format("{:.0f} % of its {:.2f} s", 100 * part, phase.seconds);
}

}  // namespace

std::string bottleneck(const PhaseReport& left, const PhaseReport& right, const PhaseReport& match,
                       const PhaseReport& publish) {
  const std::array phases{&left, &right, &match, &publish};
  const PhaseReport& longest =
      **std::max_element(phases.begin(), phases.end(),
                         [](const PhaseReport* a, const PhaseReport* b) { return a->seconds < b->seconds; });
  if (longest.seconds <= 0) return "nothing took time";
  const double waiting = 1 - std::min(1.0, longest.busy_seconds / longest.seconds);
  return waiting >= kMostlyWaiting
             ? fmt::format("{}: {} were waiting", longest.name, share(longest, waiting))
             : fmt::format("{}: {} were work of this program", longest.name, share(longest, 1 - waiting));
}

}  // namespace counterpart
