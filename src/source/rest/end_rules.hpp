#pragma once
/// When the pages of an API are at their end. An API gives one signal or several; they are read together.

#include <optional>
#include <string>

#include "source/rest/paginator.hpp"

namespace counterpart {

/// Where pages are counted: `total_pages` and `has_more` speak of pages: if one of them says that there is
/// more, there is; else, if one says that this was the last page, it was. Without them `total_items` decides,
/// and an empty page twice in a row ends a walk that it would prolong for ever. Without any of these the
/// first empty page is the end. Where a total falls, the walk goes on to what was announced before, and ends
/// at an empty page behind what is announced now.
///
/// Where each page leads to the next: the end is a page that leads nowhere, unless `has_more` says otherwise:
/// false is the end whatever the link, true without a link is an error. An API may give a link on its last
/// page too: an empty page that still has one is the end once as many pages or records came as were
/// announced.
///
/// With `empty_page` the first empty page is the end either way.
class EndRules {
 public:
  explicit EndRules(const PagesSpec& spec)
      : empty_page_(spec.empty_page), keyset_(spec.kind == PagesSpec::Kind::keyset) {}

  /// What proved the end after this page: "total_pages", "has_more", "total_items", "empty_page". Nothing if
  /// there is more. `announced` holds the totals up to this page, `pages_read` counts as they do. Throws
  /// Error(api) where a page with records says that there are no pages.
  std::optional<std::string> after(const PageFacts& facts, const Announced& announced,
                                   std::uint64_t pages_read);
  /// The same for a walk along links; also "no_next". Throws Error(api) where `has_more` contradicts the
  /// link.
  std::optional<std::string> after_link(const PageFacts& facts, const Announced& announced) const;

 private:
  bool empty_page_;
  bool keyset_;
  unsigned empty_in_a_row_ = 0;
};

}  // namespace counterpart
