// Hidden here: the two charts of judging, as SVG text. Positions are whole numbers of pixels with two
// decimals, written without the locale.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "match/linkage/judging.hpp"

namespace counterpart::linkage {
namespace {

constexpr double kWidth = 760, kHeight = 440, kLeft = 72, kRight = 736, kTop = 84, kBottom = 376;

std::string fixed(double number) {
  // snprintf would write the decimal comma of some locales.
  const auto hundredths = static_cast<long long>(std::llround(number * 100));
  const std::string digits = std::to_string(std::abs(hundredths) + 100);
  std::string text = std::to_string(std::abs(hundredths) / 100);
  if (hundredths % 100 != 0) text += '.' + digits.substr(digits.size() - 2);
  if (hundredths % 10 == 0 && hundredths % 100 != 0) text.pop_back();
  return (hundredths < 0 ? "-" : "") + text;
}

/// Where a number stands on an axis.
struct Scale {
  double from, to;   ///< numbers
  double low, high;  ///< pixels

  double at(double number) const { return low + (number - from) / (to - from) * (high - low); }
};

class Drawing {
 public:
  explicit Drawing(std::string_view title) {
    text_ =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"440\" viewBox=\"0 0 760 440\" "
        "font-family=\"system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif\" font-size=\"13\" fill=\"#333\">\n";
    rectangle(0, 0, kWidth, kHeight, "#fff");
    text_ += "<text x=\"" + fixed(kLeft) + "\" y=\"30\" font-size=\"16\" font-weight=\"600\">" +
             std::string(title) + "</text>\n";
  }

  void rectangle(double x, double y, double width, double height, std::string_view color) {
    text_ += "<rect x=\"" + fixed(x) + "\" y=\"" + fixed(y) + "\" width=\"" + fixed(width) + "\" height=\"" +
             fixed(height) + "\" fill=\"" + std::string(color) + "\"/>\n";
  }

  void line(double x1, double y1, double x2, double y2, std::string_view color, std::string_view more = "") {
    text_ += "<line x1=\"" + fixed(x1) + "\" y1=\"" + fixed(y1) + "\" x2=\"" + fixed(x2) + "\" y2=\"" +
             fixed(y2) + "\" stroke=\"" + std::string(color) + "\"" + std::string(more) + "/>\n";
  }

  void words(double x, double y, std::string_view anchor, std::string_view words,
             std::string_view more = "") {
    text_ += "<text x=\"" + fixed(x) + "\" y=\"" + fixed(y) + "\" text-anchor=\"" + std::string(anchor) +
             "\"" + std::string(more) + ">" + std::string(words) + "</text>\n";
  }

  void path(const std::string& points, std::string_view color) {
    text_ += "<polyline points=\"" + points + "\" fill=\"none\" stroke=\"" + std::string(color) +
             "\" stroke-width=\"2\" stroke-linejoin=\"round\"/>\n";
  }

  /// The grid's line and the number of each step.
  void across(const Scale& scale, double number, const std::string& label) {
    line(kLeft, scale.at(number), kRight, scale.at(number), "#e3e3e3");
    words(kLeft - 8, scale.at(number) + 4.5, "end", label);
  }
  void along(const Scale& scale, double number) {
    line(scale.at(number), kBottom, scale.at(number), kBottom + 5, "#888");
    words(scale.at(number), kBottom + 20, "middle", (number < 0 ? "−" : "") + fixed(std::abs(number)));
  }

  void axes(const Scale& weights, std::string_view below, std::string_view beside) {
    line(kLeft, kBottom, kRight, kBottom, "#888");
    double step = 1;
    for (const double wider : {2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0})
      if ((weights.to - weights.from) / step > 12) step = wider;
    for (double number = std::ceil(weights.from / step) * step; number <= weights.to; number += step)
      along(weights, number);
    words((kLeft + kRight) / 2, kBottom + 46, "middle", below);
    words(20, (kTop + kBottom) / 2, "middle", beside,
          " transform=\"rotate(-90 20 " + fixed((kTop + kBottom) / 2) + ")\"");
  }

  /// The next entry of the legend, from the left.
  void legend(std::string_view color, std::string_view name) {
    rectangle(legend_, 49, 14, 10, color);
    words(legend_ + 20, 58.5, "start", name);
    legend_ += 40 + 7.5 * static_cast<double>(name.size());
  }

  std::string finished() && { return std::move(text_) + "</svg>\n"; }

 private:
  std::string text_;
  double legend_ = kLeft;
};

struct Series {
  std::string_view name;
  std::string_view color;
  double (Counted::*value)() const;
};
constexpr std::array<Series, 3> kSeries{{{"precision", "#0072b2", &Counted::precision},
                                         {"recall", "#d55e00", &Counted::recall},
                                         {"F1", "#222222", &Counted::f1}}};

void threshold_line(Drawing& drawing, const Scale& weights, double match_probability) {
  const double weight = weight_of(match_probability);
  if (!(weight >= weights.from && weight <= weights.to)) return;
  const double x = weights.at(weight);
  drawing.line(x, kTop, x, kBottom, "#888", " stroke-dasharray=\"4 4\"");
  const bool before = x > (kLeft + kRight) / 2;
  drawing.words(x + (before ? -6 : 6), kBottom - 10, before ? "end" : "start",
                "threshold: probability " + fixed(match_probability), " fill=\"#666\"");
}

/// Counts from 1 on by powers of ten, 0 below them.
double height_of(std::uint64_t count) {
  return count == 0 ? 0 : std::log10(static_cast<double>(count)) + 0.3;
}

void bars(Drawing& drawing, const std::vector<std::uint64_t>& counts, const Scale& weights,
          const Scale& heights, std::string_view color) {
  const double first = -static_cast<double>(counts.size()) / 2;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const double x = weights.at(first + static_cast<double>(i));
    const double y = heights.at(height_of(counts[i]));
    drawing.rectangle(x + 0.5, y, weights.at(first + static_cast<double>(i) + 1) - x - 1, kBottom - y, color);
  }
}

std::string with_commas(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

/// The bins that hold something, as weights; a few around 0 if none does.
Scale filled(const std::vector<std::uint64_t>& counts) {
  const auto some = [](std::uint64_t count) { return count != 0; };
  const auto first = std::find_if(counts.begin(), counts.end(), some);
  const double half = static_cast<double>(counts.size()) / 2;
  if (first == counts.end()) return {-10, 10, kLeft, kRight};
  const auto last = std::find_if(counts.rbegin(), counts.rend(), some).base();
  return {static_cast<double>(first - counts.begin()) - half - 1,
          static_cast<double>(last - counts.begin()) - half + 1, kLeft, kRight};
}

}  // namespace

std::string curve_svg(const std::vector<CurvePoint>& points, double match_probability) {
  Drawing drawing("Precision, recall and F1 over the threshold");
  Scale weights{-10, 10, kLeft, kRight};
  if (!points.empty()) {
    weights.from = std::floor(points.back().weight);
    weights.to = std::max(std::ceil(points.front().weight), weights.from + 1);
  }
  const Scale shares{0, 1, kBottom, kTop};
  for (const int tenth : {0, 2, 4, 6, 8, 10}) drawing.across(shares, tenth / 10.0, fixed(tenth / 10.0));
  drawing.axes(weights, "least match weight of a match, in bits", "share");
  threshold_line(drawing, weights, match_probability);
  for (const Series& series : kSeries) {
    std::string path;
    for (const CurvePoint& point : points) {
      if (!path.empty()) path += ' ';
      path += fixed(weights.at(point.weight)) + ',' + fixed(shares.at((point.counted.*series.value)()));
    }
    drawing.path(path, series.color);
    drawing.legend(series.color, series.name);
  }
  return std::move(drawing).finished();
}

std::string histogram_svg(const std::vector<std::uint64_t>& histogram,
                          const std::vector<std::uint64_t>& truth_histogram) {
  Drawing drawing("Pairs over the match weight");
  const Scale weights = filled(histogram);
  std::uint64_t most = 10;
  for (const std::uint64_t count : histogram) most = std::max(most, count);
  const Scale heights{0, height_of(most) * 1.04, kBottom, kTop};
  std::string label = "1";
  for (std::uint64_t power = 1; power <= most && power <= 1'000'000'000'000; power *= 10) {
    drawing.across(heights, height_of(power), label);
    label = with_commas(power * 10);
  }
  const bool judged = !truth_histogram.empty();
  bars(drawing, histogram, weights, heights, "#9bb8d3");
  bars(drawing, truth_histogram, weights, heights, "#2a6f4e");
  drawing.axes(weights, "match weight, in bits", "pairs, by powers of ten");
  drawing.legend("#9bb8d3", judged ? "all candidate pairs" : "candidate pairs");
  if (judged) drawing.legend("#2a6f4e", "true pairs among them");
  return std::move(drawing).finished();
}

}  // namespace counterpart::linkage
