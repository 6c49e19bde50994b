#include "match/linkage/strictness.hpp"

#include <algorithm>

namespace counterpart::linkage {
namespace {

using L = Likeness;

bool has_no_bound(Likeness likeness) {
  return likeness == L::exact || likeness == L::token_subset || likeness == L::initial ||
         likeness == L::nickname;
}

bool is_distance(Likeness likeness) {
  return likeness == L::levenshtein || likeness == L::damerau || likeness == L::days ||
         likeness == L::number || likeness == L::ratio;
}

/// Of equal values, neither of which is null, whatever they are.
bool holds_of_equals(Likeness likeness) {
  return likeness == L::exact || likeness == L::levenshtein || likeness == L::damerau ||
         likeness == L::jaro || likeness == L::jaro_winkler;
}

/// Whether what measures as `inner` does, with its bound, is within the bound of `outer`.
bool is_wider(const Condition& outer, const Condition& inner) {
  return is_distance(outer.likeness) ? outer.bound >= inner.bound : outer.bound <= inner.bound;
}

bool takes_all_of(const Condition& outer, const Condition& inner, bool equality_is_strictest) {
  if (outer.left_part != inner.left_part || outer.right_part != inner.right_part) return false;
  if (inner.likeness == L::exact && (equality_is_strictest || holds_of_equals(outer.likeness))) return true;
  if (outer.likeness == inner.likeness) return has_no_bound(outer.likeness) || is_wider(outer, inner);
  // A swap of neighbours costs one edit in place of two, and Winkler only adds to Jaro's number.
  const bool known = (outer.likeness == L::damerau && inner.likeness == L::levenshtein) ||
                     (outer.likeness == L::jaro_winkler && inner.likeness == L::jaro);
  return known && is_wider(outer, inner);
}

bool takes_all_of(const Level& outer, const Level& inner, bool equality_is_strictest) {
  return std::all_of(outer.all_of.begin(), outer.all_of.end(), [&](const Condition& one) {
    return std::any_of(inner.all_of.begin(), inner.all_of.end(), [&](const Condition& other) {
      return takes_all_of(one, other, equality_is_strictest);
    });
  });
}

}  // namespace

bool takes_all_of(const Level& outer, const Level& inner) {
  return takes_all_of(outer, inner, false);
}

bool is_stricter(const Level& strict, const Level& other) {
  return takes_all_of(other, strict, true);
}

}  // namespace counterpart::linkage
