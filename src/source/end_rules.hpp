#pragma once
/// When the pages of an API are at their end. An API gives one signal or several; they are read together.

#include <optional>
#include <string>

#include "source/paginator.hpp"

namespace counterpart {

/// `total_pages` and `has_more` speak of pages: if one of them says that there is more, there is; else, if
/// one says that this was the last page, it was. Without them `total_items` decides, and an empty page twice
/// in a row ends a walk that it would prolong for ever. Without any of these the first empty page is the end.
/// Where a total falls, the walk goes on to what was announced before, and ends at an empty page behind what
/// is announced now.
class EndRules {
 public:
  /// What proved the end after this page: "total_pages", "has_more", "total_items", "empty_page". Nothing if
  /// there is more. `announced` holds the totals up to this page. Throws Error(api) where a page with records
  /// says that there are no pages.
  std::optional<std::string> after(const PageFacts& facts, const Announced& announced);

 private:
  unsigned empty_in_a_row_ = 0;
};

}  // namespace counterpart
