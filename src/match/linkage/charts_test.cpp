#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "match/linkage/judging.hpp"

namespace counterpart::linkage {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(CurveChart, ShowsThreeLinesAndTheThreshold) {
  const std::vector<CurvePoint> points{{10, 0.999, {2, 0, 2}}, {0, 0.5, {4, 4, 0}}};
  const std::string svg = curve_svg(points, 0.95);
  EXPECT_THAT(svg, StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_THAT(svg, EndsWith("</svg>\n"));
  // From weight 10, at the right, to 0: precision from 1 down to 0.5, recall from 0.5 up to 1.
  EXPECT_THAT(svg, HasSubstr("points=\"736,84 72,230\""));
  EXPECT_THAT(svg, HasSubstr("points=\"736,230 72,84\""));
  EXPECT_THAT(svg, HasSubstr("threshold: probability 0.95"));
  EXPECT_THAT(svg, HasSubstr(">0.8</text>"));
}

TEST(CurveChart, LeavesOutAThresholdBeyondTheCurveAndBearsNoPoints) {
  EXPECT_THAT(curve_svg({{3, 0.9, {1, 0, 0}}, {2, 0.8, {1, 1, 0}}}, 0.95), Not(HasSubstr("threshold:")));
  EXPECT_THAT(curve_svg({}, 0.95), EndsWith("</svg>\n"));
}

TEST(HistogramChart, DrawsABarForEachFilledBin) {
  std::vector<std::uint64_t> all(80, 0);
  std::vector<std::uint64_t> right(80, 0);
  all[30] = 5000;
  all[60] = right[60] = 70;
  const auto bars = [](const std::string& svg, const std::string& color) {
    std::size_t count = 0;
    for (std::size_t at = svg.find(color); at != std::string::npos; at = svg.find(color, at + 1)) ++count;
    return count;
  };
  const std::string svg = histogram_svg(all, right);
  EXPECT_EQ(bars(svg, "#9bb8d3"), 3U);  // one of them the legend's
  EXPECT_EQ(bars(svg, "#2a6f4e"), 2U);
  EXPECT_THAT(svg, HasSubstr(">1,000</text>"));
  EXPECT_EQ(bars(histogram_svg(all, {}), "#2a6f4e"), 0U);
  EXPECT_THAT(histogram_svg(std::vector<std::uint64_t>(80, 0), {}), EndsWith("</svg>\n"));
}

}  // namespace
}  // namespace counterpart::linkage
