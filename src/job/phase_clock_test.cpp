#include "job/phase_clock.hpp"

#include <gtest/gtest.h>

namespace counterpart {
namespace {

PhaseReport phase(const char* name, double seconds, double busy) {
  return {.name = name, .seconds = seconds, .busy_seconds = busy};
}

TEST(Bottleneck, IsThePhaseThatTookLongest) {
  EXPECT_EQ(bottleneck(phase("read internal", 1, 0.9), phase("read external", 4, 0.4), phase("match", 2, 2),
                       phase("publish", 0, 0)),
            "read external: 90 % of its 4.00 s were waiting");
}

TEST(Bottleneck, TellsWorkFromWaiting) {
  EXPECT_EQ(bottleneck(phase("read internal", 4, 3), phase("read external", 1, 1), phase("match", 2, 2),
                       phase("publish", 0, 0)),
            "read internal: 75 % of its 4.00 s were work of this program");
}

TEST(Bottleneck, OfARunThatTookNoTimeIsNone) {
  const PhaseReport none = phase("read", 0, 0);
  EXPECT_EQ(bottleneck(none, none, none, none), "nothing took time");
}

TEST(PhaseClock, CountsNoMoreWorkThanItsThreadDid) {
  const PhaseClock clock;
  volatile unsigned sum = 0;
  for (unsigned i = 0; i < 1000; ++i) sum = sum + i;
  const PhaseReport report = clock.report("count");
  EXPECT_EQ(report.name, "count");
  EXPECT_GT(report.seconds, 0);
  EXPECT_GE(report.busy_seconds, 0);
}

}  // namespace
}  // namespace counterpart
