#pragma once
/// Finds out how an API is asked for larger pages, and how large they may be.

#include <optional>
#include <string>

#include "source/survey/page_trial.hpp"

namespace counterpart {

/// The largest page that is asked for.
inline constexpr std::int64_t kLargestPage = 1000;

/// A parameter that changes how many records come.
struct PageSize {
  std::string param;
  std::int64_t small = 0;  ///< a size that was asked for and came
};

/// Looks for it: asks for a smaller page (of a page with one record: for two), by the names that the API
/// itself uses, then by the usual ones. It counts as found when exactly so many records come, the first ones
/// of those that came without it. `page` is the first page of `spec` without a size.
std::optional<PageSize> find_page_size(ApiLook& look, const RestSpec& spec, const SeenPage& page);

/// The same pages at the best size: as many records as the API gives, up to 1000 and some MiB. `note` says,
/// for people, what was seen.
Trial with_largest_page(ApiLook& look, const Trial& trial, const PageSize& size, std::string& note);

}  // namespace counterpart
