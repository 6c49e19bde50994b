#pragma once
/// Which levels are stricter than others, by their conditions alone.

#include <cstdint>

#include "match/linkage/comparison.hpp"

namespace counterpart::linkage {

/// True only if `outer` holds for each pair that `inner` holds for, whatever the values are: the condition
/// Jaro-Winkler ≥ 0.8 takes all of ≥ 0.9. Where it stands first, nothing is left for `inner`. False where the
/// conditions do not tell.
bool takes_all_of(const Level& outer, const Level& inner);

/// The same, and equality counts as stricter than any other condition on the same parts: equal dates are 0
/// days apart, though equal texts that are no dates are not. Everything is stricter than no condition.
bool is_stricter(const Level& strict, const Level& other);

}  // namespace counterpart::linkage
