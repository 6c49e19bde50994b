#pragma once
/// Probabilistic matching, slow and obviously right: all pairs in two loops, expectation maximization over
/// the pairs themselves. What two values are alike in, it takes from LevelFinder, which has a reference of
/// its own.

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "match/linkage/scoring.hpp"
#include "match/linkage/training.hpp"
#include "support/linkage_tables.hpp"

namespace counterpart::reference {

struct People {
  const linkage::Spec* spec;
  bool one_side;
  std::vector<linkage::Fields> left;
  std::vector<linkage::Fields> right;  ///< none if there is one side
};

using Pair = std::pair<linkage::Row, linkage::Row>;

/// Pairs of one rule, after the cap on blocks.
std::set<Pair> pairs_of_rule(const People& people, std::size_t rule);
/// Pairs of any rule.
std::set<Pair> all_candidates(const People& people);

/// Levels of a pair by comparison; kNullLevel where a value is null.
std::vector<int> levels(const People& people, const Pair& pair);
double weight(const People& people, const linkage::Model& model, const Pair& pair);

/// The model of people of which all pairs are looked at, none of them drawn.
linkage::Model trained(const People& people);

}  // namespace counterpart::reference
