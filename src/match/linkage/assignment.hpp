#pragma once
/// The best one-to-one assignment of one connected component, and what of it is sure.

#include <cstdint>
#include <vector>

namespace counterpart::linkage {

/// Something gained by linking `left` and `right`, both numbered from 0 within the component.
struct Gain {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  std::int64_t gain = 0;  ///< above 0; the sum over the component stays below 2^62
};

/// For each left row the right row that it is linked with in every assignment of the largest sum, or `kOpen`
/// if it is linked with none or if two such assignments differ in it. `gains` are by left row, pairs
/// distinct.
///
/// Shortest augmenting paths with potentials over the pairs there are (Jonker, Volgenant: "A shortest
/// augmenting path algorithm for dense and sparse linear assignment problems", 1987), one search for each
/// left row: O(left rows × pairs × log pairs) at worst, memory O(rows + pairs).
std::vector<std::uint32_t> sure_links(const std::vector<Gain>& gains, std::uint32_t lefts,
                                      std::uint32_t rights);

inline constexpr std::uint32_t kOpen = 0xFFFFFFFFU;

}  // namespace counterpart::linkage
