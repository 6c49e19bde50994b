#pragma once
/// Union-find: which rows hang together.

#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace counterpart::linkage {

/// Sets of numbers from 0 on; each is known by its smallest member.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t size) : parents_(size) {
    std::iota(parents_.begin(), parents_.end(), std::uint32_t{0});
  }

  std::uint32_t smallest(std::uint32_t member) {
    while (parents_[member] != member) {
      parents_[member] = parents_[parents_[member]];
      member = parents_[member];
    }
    return member;
  }

  void unite(std::uint32_t one, std::uint32_t other) {
    one = smallest(one);
    other = smallest(other);
    if (one > other) std::swap(one, other);
    parents_[other] = one;
  }

 private:
  std::vector<std::uint32_t> parents_;
};

}  // namespace counterpart::linkage
