#pragma once
/// Which of the counts and flags on a page, and in its headers, tell how far the pages go.

#include <cstdint>
#include <optional>

#include "source/survey/page_trial.hpp"

namespace counterpart {

/// The trial once more, with each signal of the end that agrees with what its pages were like: a total that
/// is not below the records seen and stays about the same, a number of pages that fits the total, a flag that
/// is true where there was more. A trial that was refused comes back as it is.
Trial with_endings(ApiLook& look, Trial trial);

/// The number of records that this page announces, as the spec says where.
std::optional<std::uint64_t> total_of(const SeenPage& page, const PagesSpec& pages);

}  // namespace counterpart
