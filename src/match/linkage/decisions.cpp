#include "match/linkage/decisions.hpp"

// Hidden here: weights are held against each other as whole units of 2^-30 bits, so that a tie is a tie on
// every machine. A pair right at the threshold gains one unit, not nothing: it is a match rather than a tie
// with having none.

#include <algorithm>
#include <cmath>

#include "match/linkage/assignment.hpp"
#include "match/linkage/best_weights.hpp"
#include "match/linkage/disjoint_sets.hpp"
#include "match/linkage/verdicts.hpp"

namespace counterpart::linkage {
namespace {

using Units = std::int64_t;

/// A million pairs of this many bits stay below 2^62 units.
constexpr double kMostBits = 4096;

Units units(double bits) {
  return std::llround(std::clamp(bits, -kMostBits, kMostBits) * static_cast<double>(1U << 30U));
}

/// What is known of the rows of one side.
struct Rows {
  std::vector<bool> linked;
  std::vector<bool> wanting;  ///< have a pair at or above the threshold

  explicit Rows(std::size_t size) : linked(size, false), wanting(size, false) {}

  std::vector<Row> ambiguous() const {
    std::vector<Row> found;
    for (Row row = 0; row < linked.size(); ++row)
      if (wanting[row] && !linked[row]) found.push_back(row);
    return found;
  }
};

class Decider {
 public:
  Decider(const std::vector<ScoredPair>& pairs, const Spec& spec, const std::vector<Verdict>& verdicts)
      : assignment_(spec.assignment), threshold_(units(weight_of(spec.match_probability))) {
    take(pairs, Verdicts(verdicts));
    Row lefts = 0;
    Row rights = 0;
    for (const ScoredPair& pair : pairs_) {
      lefts = std::max(lefts, pair.left + 1);
      rights = std::max(rights, pair.right + 1);
    }
    left_ = Rows(lefts);
    right_ = Rows(rights);
  }

  Decisions decide() {
    link_declared();
    switch (assignment_) {
      case Assignment::one_to_one: assign_components(); break;
      case Assignment::greedy: link_greedily(); break;
      case Assignment::mutual_best: link_mutual_best(); break;
      case Assignment::all:
        for (const std::uint32_t i : free_) link(i);
    }
    return decisions();
  }

 private:
  /// Keeps all pairs but those declared none, by rows, and adds declared matches.
  void take(const std::vector<ScoredPair>& pairs, const Verdicts& verdicts) {
    pairs_.reserve(pairs.size());
    const std::vector<ScoredPair> declared = verdicts.matches();
    for (const ScoredPair& pair : pairs) {
      const Verdict* verdict = verdicts.on(pair.left, pair.right);
      if (verdict == nullptr || verdict->match) pairs_.push_back(pair);
    }
    if (!std::is_sorted(pairs_.begin(), pairs_.end(), row_order<ScoredPair>))
      std::sort(pairs_.begin(), pairs_.end(), row_order<ScoredPair>);
    const std::size_t scored = pairs_.size();
    for (const ScoredPair& pair : declared) {
      const auto end = pairs_.begin() + static_cast<std::ptrdiff_t>(scored);
      const auto at = std::lower_bound(pairs_.begin(), end, pair, row_order<ScoredPair>);
      if (at == end || row_order(pair, *at)) pairs_.push_back(pair);
    }
    std::inplace_merge(pairs_.begin(), pairs_.begin() + static_cast<std::ptrdiff_t>(scored), pairs_.end(),
                       row_order<ScoredPair>);
    linked_.assign(pairs_.size(), false);
    for (const ScoredPair& pair : declared)
      declared_.push_back(static_cast<std::uint32_t>(
          std::lower_bound(pairs_.begin(), pairs_.end(), pair, row_order<ScoredPair>) - pairs_.begin()));
  }

  /// Links what was declared; `free_` is what is left to decide: at or above the threshold, of rows that have
  /// no link yet.
  void link_declared() {
    for (const std::uint32_t i : declared_) link(i);
    for (std::uint32_t i = 0; i < pairs_.size(); ++i) {
      const ScoredPair& pair = pairs_[i];
      if (linked_[i] || units(pair.weight) < threshold_) continue;
      left_.wanting[pair.left] = true;
      right_.wanting[pair.right] = true;
      if (assignment_ == Assignment::all || is_free(pair)) free_.push_back(i);
    }
  }

  bool is_free(const ScoredPair& pair) const {
    return !left_.linked[pair.left] && !right_.linked[pair.right];
  }

  void link(std::uint32_t i) {
    linked_[i] = true;
    left_.linked[pairs_[i].left] = true;
    right_.linked[pairs_[i].right] = true;
  }

  void assign_components() {
    const auto lefts = static_cast<std::uint32_t>(left_.linked.size());
    DisjointSets sets(lefts + right_.linked.size());
    for (const std::uint32_t i : free_) sets.unite(pairs_[i].left, lefts + pairs_[i].right);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> grouped;  // component, pair
    grouped.reserve(free_.size());
    for (const std::uint32_t i : free_) grouped.emplace_back(sets.smallest(pairs_[i].left), i);
    std::sort(grouped.begin(), grouped.end());
    numbers_.assign(right_.linked.size(), kOpen);
    for (std::size_t from = 0; from < grouped.size();) {
      std::size_t to = from + 1;
      while (to < grouped.size() && grouped[to].first == grouped[from].first) ++to;
      component_.clear();
      for (std::size_t i = from; i < to; ++i) component_.push_back(grouped[i].second);
      if (component_.size() == 1) {
        link(component_.front());
      } else {
        assign_component();
      }
      from = to;
    }
  }

  /// `component_` has pairs of one component, by rows.
  void assign_component() {
    gains_.clear();
    rights_.clear();
    std::uint32_t lefts = 0;
    Row last = kOpen;
    for (const std::uint32_t i : component_) {
      const ScoredPair& pair = pairs_[i];
      lefts += pair.left != last ? 1 : 0;
      last = pair.left;
      if (numbers_[pair.right] == kOpen) {
        numbers_[pair.right] = static_cast<std::uint32_t>(rights_.size());
        rights_.push_back(pair.right);
      }
      gains_.push_back({lefts - 1, numbers_[pair.right], units(pair.weight) - threshold_ + 1});
    }
    const auto links = sure_links(gains_, lefts, static_cast<std::uint32_t>(rights_.size()));
    for (std::size_t i = 0; i < component_.size(); ++i)
      if (links[gains_[i].left] == gains_[i].right) link(component_[i]);
    for (const Row right : rights_) numbers_[right] = kOpen;
  }

  /// Best first. Among pairs of one weight that are still free, a row that has several is tied with all of
  /// them: none is linked, and their rows are out.
  void link_greedily() {
    std::stable_sort(free_.begin(), free_.end(), [this](std::uint32_t one, std::uint32_t other) {
      return units(pairs_[one].weight) > units(pairs_[other].weight);
    });
    Rows lefts(left_.linked.size());
    Rows rights(right_.linked.size());
    std::vector<std::uint32_t> open;
    for (std::size_t from = 0; from < free_.size();) {
      const Units weight = units(pairs_[free_[from]].weight);
      open.clear();
      std::size_t to = from;
      for (; to < free_.size() && units(pairs_[free_[to]].weight) == weight; ++to) {
        const ScoredPair& pair = pairs_[free_[to]];
        if (!lefts.linked[pair.left] && !rights.linked[pair.right]) open.push_back(free_[to]);
      }
      link_unless_tied(open, lefts, rights);
      from = to;
    }
  }

  /// `lefts` and `rights` know as linked who is out.
  void link_unless_tied(const std::vector<std::uint32_t>& open, Rows& lefts, Rows& rights) {
    std::vector<Row> tied_lefts;
    std::vector<Row> tied_rights;
    for (const std::uint32_t i : open) {
      if (lefts.linked[pairs_[i].left]) tied_lefts.push_back(pairs_[i].left);
      if (rights.linked[pairs_[i].right]) tied_rights.push_back(pairs_[i].right);
      lefts.linked[pairs_[i].left] = true;
      rights.linked[pairs_[i].right] = true;
    }
    std::sort(tied_lefts.begin(), tied_lefts.end());
    std::sort(tied_rights.begin(), tied_rights.end());
    for (const std::uint32_t i : open) {
      if (std::binary_search(tied_lefts.begin(), tied_lefts.end(), pairs_[i].left)) continue;
      if (std::binary_search(tied_rights.begin(), tied_rights.end(), pairs_[i].right)) continue;
      link(i);
    }
  }

  void link_mutual_best() {
    Choices lefts(left_.linked.size());
    Choices rights(right_.linked.size());
    for (const std::uint32_t i : free_) {
      lefts.add(pairs_[i].left, i, pairs_);
      rights.add(pairs_[i].right, i, pairs_);
    }
    for (const std::uint32_t i : free_)
      if (lefts.only(pairs_[i].left, i) && rights.only(pairs_[i].right, i)) link(i);
  }

  /// The best pair of each row, and whether another is as good.
  class Choices {
   public:
    explicit Choices(std::size_t rows) : best_(rows, kOpen), tied_(rows, false) {}
    void add(Row row, std::uint32_t pair, const std::vector<ScoredPair>& pairs) {
      const Units weight = units(pairs[pair].weight);
      const Units best = best_[row] == kOpen ? weight - 1 : units(pairs[best_[row]].weight);
      if (weight < best) return;
      tied_[row] = weight == best;
      best_[row] = pair;
    }
    bool only(Row row, std::uint32_t pair) const { return best_[row] == pair && !tied_[row]; }

   private:
    std::vector<std::uint32_t> best_;
    std::vector<bool> tied_;
  };

  Decisions decisions() const {
    BestWeights lefts(left_.linked.size());
    BestWeights rights(right_.linked.size());
    for (const ScoredPair& pair : pairs_) {
      lefts.add(pair.left, pair.weight);
      rights.add(pair.right, pair.weight);
    }
    Decisions made;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const ScoredPair& pair = pairs_[i];
      const double other =
          std::max(lefts.other(pair.left, pair.weight), rights.other(pair.right, pair.weight));
      (linked_[i] ? made.matches : made.possible).push_back({pair, pair.weight - other});
    }
    made.ambiguous_left = left_.ambiguous();
    made.ambiguous_right = right_.ambiguous();
    return made;
  }

  Assignment assignment_;
  Units threshold_;
  std::vector<ScoredPair> pairs_;
  std::vector<bool> linked_;             // by pair
  std::vector<std::uint32_t> declared_;  // pairs that are matches whatever they weigh
  std::vector<std::uint32_t> free_;      // pairs, by rows
  Rows left_{0};
  Rows right_{0};
  // Of one component.
  std::vector<std::uint32_t> component_;
  std::vector<Gain> gains_;
  std::vector<Row> rights_;
  std::vector<std::uint32_t> numbers_;  // of right rows in the component; kOpen: not in it
};

}  // namespace

Decisions decide(const std::vector<ScoredPair>& pairs, const Spec& spec,
                 const std::vector<Verdict>& verdicts) {
  return Decider(pairs, spec, verdicts).decide();
}

std::vector<Row> components(const std::vector<ScoredPair>& pairs, const Spec& spec, std::uint32_t rows,
                            const std::vector<Verdict>& verdicts) {
  const Units threshold = units(weight_of(spec.match_probability));
  const Verdicts decided(verdicts);
  DisjointSets sets(rows);
  for (const ScoredPair& pair : pairs)
    if (units(pair.weight) >= threshold && decided.on(pair.left, pair.right) == nullptr)
      sets.unite(pair.left, pair.right);
  for (const ScoredPair& pair : decided.matches()) sets.unite(pair.left, pair.right);
  std::vector<Row> groups(rows);
  for (Row row = 0; row < rows; ++row) groups[row] = sets.smallest(row);
  return groups;
}

}  // namespace counterpart::linkage
