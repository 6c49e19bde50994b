#pragma once
/// What an API announces about its size, page after page. What it announced once is not forgotten when it
/// announces less: records that were deleted meanwhile have moved others onto pages that were read already.

#include <cstdint>
#include <optional>

namespace counterpart {

/// A count as the pages give it, one after the other.
struct Total {
  std::optional<std::uint64_t> most = {};     ///< the highest so far
  std::optional<std::uint64_t> least = {};    ///< the lowest so far
  std::optional<std::uint64_t> now = {};      ///< the last one
  std::optional<std::uint64_t> fell_to = {};  ///< the first one below an earlier one

  /// From the lowest to the highest.
  std::uint64_t drift() const { return most.value_or(0) - least.value_or(0); }
  /// Takes note of what a page says; nothing if it says nothing.
  void take(std::optional<std::uint64_t> said);
};

struct Announced {
  Total pages;
  Total items;

  /// True if a total fell and, by what it fell to, there is nothing behind `pages_read` pages with
  /// `items_read` records. `pages` decides where both are given.
  bool fell_short(std::uint64_t pages_read, std::uint64_t items_read) const;
  /// The signal that decides: "total_pages" where both are given.
  const char* decisive() const { return pages.now ? "total_pages" : "total_items"; }
};

}  // namespace counterpart
