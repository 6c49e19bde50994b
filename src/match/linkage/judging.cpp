#include "match/linkage/judging.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

namespace counterpart::linkage {
namespace {

double share(std::uint64_t part, std::uint64_t rest) {
  return part + rest == 0 ? 1 : static_cast<double>(part) / static_cast<double>(part + rest);
}

bool row_order(const TruePair& one, const TruePair& other) {
  return std::tie(one.left, one.right) < std::tie(other.left, other.right);
}

std::vector<TruePair> distinct(std::vector<TruePair> pairs) {
  std::sort(pairs.begin(), pairs.end(), row_order);
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

/// The points down to each `points`-th part of the pairs; the lowest is always among them.
std::vector<CurvePoint> thinned(const std::vector<CurvePoint>& all, std::size_t points) {
  std::vector<CurvePoint> made;
  if (points == 0) return made;
  const std::uint64_t total = all.back().counted.right + all.back().counted.wrong;
  std::uint64_t part = 1;
  for (const CurvePoint& point : all) {
    const std::uint64_t pairs = point.counted.right + point.counted.wrong;
    if (pairs * points < part * total) continue;
    made.push_back(point);
    part = pairs * points / total + 1;
  }
  return made;
}

}  // namespace

double Counted::precision() const {
  return share(right, wrong);
}

double Counted::recall() const {
  return share(right, missed);
}

double Counted::f1() const {
  return share(2 * right, wrong + missed);
}

Counted count_against(const std::vector<TruePair>& found, const std::vector<TruePair>& truth) {
  const std::vector<TruePair> claimed = distinct(found);
  const std::vector<TruePair> known = distinct(truth);
  Counted counted;
  for (const TruePair& pair : claimed)
    counted.right += std::binary_search(known.begin(), known.end(), pair, row_order) ? 1U : 0U;
  counted.wrong = claimed.size() - counted.right;
  counted.missed = known.size() - counted.right;
  return counted;
}

std::vector<CurvePoint> curve(const std::vector<ScoredPair>& pairs, const std::vector<TruePair>& truth,
                              std::size_t points) {
  const std::vector<TruePair> known = distinct(truth);
  std::vector<std::pair<double, bool>> weighed;  // weight, whether it is true
  weighed.reserve(pairs.size());
  for (const ScoredPair& pair : pairs)
    weighed.emplace_back(pair.weight, std::binary_search(known.begin(), known.end(),
                                                         TruePair{pair.left, pair.right}, row_order));
  std::sort(weighed.begin(), weighed.end(), std::greater<>());
  std::vector<CurvePoint> all;
  Counted counted{0, 0, known.size()};
  for (std::size_t i = 0; i < weighed.size(); ++i) {
    ++(weighed[i].second ? counted.right : counted.wrong);
    counted.missed = known.size() - counted.right;
    if (i + 1 < weighed.size() && weighed[i + 1].first == weighed[i].first) continue;
    all.push_back({weighed[i].first, probability_of(weighed[i].first), counted});
  }
  return all.size() <= points ? all : thinned(all, points);
}

}  // namespace counterpart::linkage
