#pragma once
/// Bounds on the memory that a run took.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/json_events.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {

inline constexpr std::uint64_t kMiB = 1 << 20;

/// A sanitizer takes memory of its own: under one a run has to succeed, and its memory is not looked at.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kMemoryIsItsOwn = false;
#else
inline constexpr bool kMemoryIsItsOwn = true;
#endif

/// The peak that the summary of a run tells, if that is its own.
inline void expect_peak_within(const Event& summary, std::uint64_t bytes) {
  const auto peak = static_cast<std::uint64_t>(number(summary, "/peak_memory_bytes"));
  EXPECT_GT(peak, 0U);
  if (kMemoryIsItsOwn) {
    EXPECT_LE(peak, bytes);
  }
}

/// Runs job.toml with small budgets: the process keeps to each of them and 16 MiB for code and libraries, and
/// reads `records` on each side.
inline void expect_within_budgets(const Workplace& place, int records) {
  for (const std::uint64_t budget : {16, 32, 64}) {
    SCOPED_TRACE(std::to_string(budget) + " MiB");
    const Ended ended =
        place.run_well({"run", "job.toml", "--json", "--memory", std::to_string(budget) + "MiB"});
    const Event summary = json_events(ended.err).back();
    for (const char* side : {"left", "right"})
      EXPECT_EQ(number(summary, std::string("/sides/") + side + "/read"), records) << side;
    expect_peak_within(summary, (budget + 16) * kMiB);
  }
}

}  // namespace counterpart::test
