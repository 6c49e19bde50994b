#include "match/linkage/assignment.hpp"

// Hidden here: costs are gains with the sign turned. Each left row has a place of its own that costs nothing,
// being unlinked, so that a search always ends. Potentials u (left) and v (right) keep cost − u − v ≥ 0 for
// each pair, 0 for each link, u ≤ 0 and v ≤ 0, and 0 for what is unlinked. By complementary slackness, the
// best assignments are then those that consist of pairs at 0 and leave open only rows whose potential is 0.

#include <algorithm>
#include <functional>
#include <limits>
#include <tuple>
#include <utility>

namespace counterpart::linkage {
namespace {

class Assignment {
 public:
  Assignment(const std::vector<Gain>& gains, std::uint32_t lefts, std::uint32_t rights)
      : gains_(gains),
        first_(lefts + 1, 0),
        left_potentials_(lefts, 0),
        right_potentials_(rights, 0),
        right_of_(lefts, kOpen),
        left_of_(rights, kOpen),
        distances_(rights, kFar),
        reached_from_(rights, 0) {
    for (const Gain& gain : gains) ++first_[gain.left + 1];
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
  }

  void solve() {
    for (std::uint32_t left = 0; left < right_of_.size(); ++left) link(left);
  }

  const std::vector<std::uint32_t>& right_of() const { return right_of_; }

  /// Calls `arc(from, to)` for each step of a change from this assignment to another best one: a link is
  /// known by its left row, everything unlinked by the number of left rows. Whatever is on a circle can be
  /// changed without a loss.
  template <typename Arc>
  void changes(Arc&& arc) const {
    const auto open = static_cast<std::uint32_t>(right_of_.size());
    const auto node = [&](std::uint32_t left) {
      return left == kOpen || right_of_[left] == kOpen ? open : left;
    };
    for (const Gain& gain : gains_) {
      if (right_of_[gain.left] == gain.right || reduced(gain) != 0) continue;
      arc(node(gain.left), node(left_of_[gain.right]));
    }
    for (std::uint32_t left = 0; left < open; ++left) {
      if (right_of_[left] == kOpen) continue;
      if (left_potentials_[left] == 0) arc(left, open);
      if (right_potentials_[right_of_[left]] == 0) arc(open, left);
    }
  }

 private:
  static constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max();

  /// A right row to be looked at; free ones first among equally near ones, which ends the search sooner.
  using Near = std::tuple<std::int64_t, bool, std::uint32_t>;

  std::int64_t reduced(const Gain& gain) const {
    return -gain.gain - left_potentials_[gain.left] - right_potentials_[gain.right];
  }

  /// Makes `left` part of the assignment, along the shortest path to a free right row or to a left row that
  /// is best left unlinked.
  void link(std::uint32_t left) {
    nearest_.clear();
    touched_.clear();
    settled_.clear();
    std::uint32_t unlinked = left;  // who stays unlinked if that is what is nearest
    std::int64_t end = 0;
    std::uint32_t last = kOpen;
    reach(left, 0);
    while (!nearest_.empty()) {
      std::pop_heap(nearest_.begin(), nearest_.end(), std::greater<>());
      const auto [distance, taken, right] = nearest_.back();
      nearest_.pop_back();
      if (distance >= end) break;
      if (distance != distances_[right]) continue;  // a shorter way was found since
      if (!taken) {
        end = distance;
        last = right;
        break;
      }
      settled_.push_back(right);
      const std::uint32_t next = left_of_[right];
      if (distance - left_potentials_[next] < end) {
        end = distance - left_potentials_[next];
        unlinked = next;
      }
      reach(next, distance);
    }
    raise(left, end);
    flip(left, last, unlinked);
    for (const std::uint32_t right : touched_) distances_[right] = kFar;
  }

  /// Looks along the pairs of a left row that is `distance` away.
  void reach(std::uint32_t left, std::int64_t distance) {
    for (std::uint32_t i = first_[left]; i < first_[left + 1]; ++i) {
      const std::uint32_t right = gains_[i].right;
      if (right == right_of_[left]) continue;
      const std::int64_t here = distance + reduced(gains_[i]);
      if (here >= distances_[right]) continue;
      if (distances_[right] == kFar) touched_.push_back(right);
      distances_[right] = here;
      reached_from_[right] = left;
      nearest_.emplace_back(here, left_of_[right] != kOpen, right);
      std::push_heap(nearest_.begin(), nearest_.end(), std::greater<>());
    }
  }

  void raise(std::uint32_t root, std::int64_t end) {
    left_potentials_[root] = end;
    for (const std::uint32_t right : settled_) {
      const std::int64_t step = end - distances_[right];
      if (step <= 0) continue;
      right_potentials_[right] -= step;
      left_potentials_[left_of_[right]] += step;
    }
  }

  void flip(std::uint32_t root, std::uint32_t right, std::uint32_t unlinked) {
    if (right == kOpen) {
      if (unlinked == root) return;
      right = std::exchange(right_of_[unlinked], kOpen);
    }
    while (true) {
      const std::uint32_t left = reached_from_[right];
      left_of_[right] = left;
      std::swap(right_of_[left], right);
      if (left == root) return;
    }
  }

  const std::vector<Gain>& gains_;
  std::vector<std::uint32_t> first_;  // of each left row's gains
  std::vector<std::int64_t> left_potentials_;
  std::vector<std::int64_t> right_potentials_;
  std::vector<std::uint32_t> right_of_;
  std::vector<std::uint32_t> left_of_;
  // Of one search.
  std::vector<std::int64_t> distances_;
  std::vector<std::uint32_t> reached_from_;
  std::vector<std::uint32_t> touched_;
  std::vector<std::uint32_t> settled_;
  std::vector<Near> nearest_;
};

/// Which nodes of a directed graph are on a circle: those of strongly connected components of more than one
/// node (Tarjan: "Depth-first search and linear graph algorithms", 1972), without recursion.
class Circles {
 public:
  Circles(std::uint32_t nodes, std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs)
      : arcs_(std::move(arcs)),
        next_(nodes + 1, 0),
        order_(nodes, 0),
        low_(nodes, 0),
        on_circle_(nodes, false) {
    std::sort(arcs_.begin(), arcs_.end());
    for (const auto& arc : arcs_) ++next_[arc.first + 1];
    for (std::size_t i = 1; i < next_.size(); ++i) next_[i] += next_[i - 1];
    ends_.assign(next_.begin() + 1, next_.end());
    for (std::uint32_t node = 0; node < nodes; ++node)
      if (order_[node] == 0) walk(node);
  }

  bool on_circle(std::uint32_t node) const { return on_circle_[node]; }

 private:
  static constexpr std::uint32_t kDone = 0xFFFFFFFFU;

  void enter(std::uint32_t node) {
    order_[node] = low_[node] = ++entered_;
    path_.push_back(node);
    open_.push_back(node);
  }

  void walk(std::uint32_t start) {
    enter(start);
    while (!path_.empty()) {
      const std::uint32_t node = path_.back();
      if (next_[node] == ends_[node]) {
        leave(node);
        continue;
      }
      const std::uint32_t to = arcs_[next_[node]++].second;
      if (order_[to] == 0) {
        enter(to);
      } else if (order_[to] != kDone) {
        low_[node] = std::min(low_[node], order_[to]);
      }
    }
  }

  void leave(std::uint32_t node) {
    path_.pop_back();
    if (!path_.empty()) low_[path_.back()] = std::min(low_[path_.back()], low_[node]);
    if (low_[node] != order_[node]) return;
    const bool several = open_.back() != node;
    std::uint32_t member = kDone;
    while (member != node) {
      member = open_.back();
      open_.pop_back();
      order_[member] = kDone;
      on_circle_[member] = several;
    }
  }

  std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs_;
  std::vector<std::uint32_t> next_;
  std::vector<std::uint32_t> ends_;
  std::vector<std::uint32_t> order_;  // 0: not met; kDone: its component is known
  std::vector<std::uint32_t> low_;
  std::vector<bool> on_circle_;
  std::vector<std::uint32_t> path_;
  std::vector<std::uint32_t> open_;
  std::uint32_t entered_ = 0;
};

}  // namespace

std::vector<std::uint32_t> sure_links(const std::vector<Gain>& gains, std::uint32_t lefts,
                                      std::uint32_t rights) {
  Assignment assignment(gains, lefts, rights);
  assignment.solve();
  std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs;
  assignment.changes([&](std::uint32_t from, std::uint32_t to) { arcs.emplace_back(from, to); });
  std::vector<std::uint32_t> links = assignment.right_of();
  if (arcs.empty()) return links;
  const Circles circles(lefts + 1, std::move(arcs));
  for (std::uint32_t left = 0; left < lefts; ++left)
    if (links[left] != kOpen && circles.on_circle(left)) links[left] = kOpen;
  return links;
}

}  // namespace counterpart::linkage
