#pragma once
/// Which of the counts and flags on a page tell how far the pages go.

#include "source/page_trial.hpp"

namespace counterpart {

/// The trial once more, with each signal of the end that agrees with what its pages were like: a total that
/// is not below the records seen and stays the same, a number of pages that fits the total, a flag that is
/// true where there was more. A trial that was refused comes back as it is.
Trial with_endings(ApiLook& look, Trial trial);

}  // namespace counterpart
