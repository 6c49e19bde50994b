#pragma once
/// Decisions of linkage, written to be read: every assignment there is.

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace counterpart::reference {

/// A pair that may be linked, and what that is worth.
struct Choice {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  std::int64_t gain = 0;

  friend bool operator==(const Choice&, const Choice&) = default;
};

using Links = std::set<std::pair<std::uint32_t, std::uint32_t>>;

/// Of all one-to-one assignments those of the largest sum. Rows at most a handful.
std::vector<Links> best_assignments(const std::vector<Choice>& choices);

/// The links that are in every one of them.
Links in_all(const std::vector<Links>& assignments);

/// Takes the best pair again and again; of those that share a row with another as good, none, and their rows
/// are gone.
Links greedy(std::vector<Choice> choices);

}  // namespace counterpart::reference
