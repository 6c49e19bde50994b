#pragma once
/// In which order the pages of a side are asked for, and so come.

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/page_archive.hpp"
#include "http/page_window.hpp"
#include "source/rest/page_journal.hpp"
#include "source/rest/paginator.hpp"
#include "source/source.hpp"

namespace counterpart {

/// One walk through pages: the whole side, or one partition of it.
struct Walk {
  std::uint64_t number = 1;  ///< from 1, in the order in which they begin
  std::string label;         ///< " (country=DE)" of a partition, for messages; empty of the whole side
  std::unique_ptr<Paginator> paginator;
  std::uint64_t next = 0;      ///< index of the page that comes next
  std::uint64_t planned = 0;   ///< pages asked for or about to be
  std::uint64_t received = 0;  ///< records so far
  std::uint64_t last = 0;      ///< records on its last page
  std::string last_digest;     ///< of these; empty if there were none
  bool ended = false;
};

/// All walks of a side. Their pages are asked for in turn, one of each walk, so that chains, which cannot be
/// asked ahead, go on side by side; the order depends on the pages alone, never on their timing.
class Walks {
 public:
  /// `first` is the request without anything about pages or partitions; `journal` (or null) has pages that
  /// need not be asked for, and has to outlive the walks.
  Walks(const RestSpec& spec, const http::Request& first, const PageJournal* journal = nullptr);

  /// What comes next of the window.
  struct Turn {
    Walk* walk = nullptr;
    std::uint64_t index = 0;
    bool before_first = false;  ///< the page before the first, looked at once

    http::PagePlace place() const { return {walk->number, before_first ? 0 : index + 1}; }
  };

  /// Plans requests as far ahead as is sensible. Of a walk whose first page was not read only that one is
  /// planned.
  void plan(http::PageWindow& window);
  /// Plans the page before the first one of the walk, if its API may have one.
  void plan_before_first(Walk& walk, http::PageWindow& window);
  /// What the window delivers next; nothing if all walks are at their end.
  std::optional<Turn> take();
  /// True while pages are planned that were not taken.
  bool pending() const noexcept { return !turns_.empty(); }
  /// What is planned is not wanted any more as it is: all walks are planned anew, a look at the page before
  /// the first one at once.
  void forget(http::PageWindow& window);
  /// The walk is at its end.
  void end(Walk& walk, http::PageWindow& window);

  const std::deque<Walk>& all() const noexcept { return walks_; }
  std::uint64_t expected_pages() const;

 private:
  bool plan_one(Walk& walk, http::PageWindow& window);
  bool begin_one();
  http::Request admitted(http::Request request) const;

  const http::Request first_;
  const PagesSpec pages_;
  const http::OriginLock lock_;
  const PageJournal* journal_;
  std::deque<Walk> walks_;  ///< those that have begun
  std::deque<Turn> turns_;  ///< planned, in order
};

}  // namespace counterpart
