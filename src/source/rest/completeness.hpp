#pragma once
/// Whether an API gave as much as it announced.

#include <cstdint>
#include <optional>
#include <string>

#include "record/stream.hpp"
#include "source/rest/walks.hpp"

namespace counterpart {

/// Records that the API announced, all partitions together; nothing unless each of them did.
std::optional<std::uint64_t> expected_items(const Walks& walks);

/// By how much what was announced moved while it was read: records, or pages where only those are counted.
std::uint64_t total_drift(const Walks& walks);

/// Looks for pages that are smaller than they were asked to be.
class PageSizes {
 public:
  /// The first page that comes behind a smaller one, with `before` records, is a warning in `report`;
  /// `asked` is 0 if no size was asked for.
  void note(std::uint64_t before, const PageFacts& facts, std::uint64_t asked, const std::string& address,
            SourceReport& report);
  /// Smaller ones are asked for from now on.
  void expect_smaller() { warned_ = true; }

 private:
  bool warned_ = false;
};

/// The page before the first has records of its own: Error(api), or with on_shortfall = "warn" a warning in
/// `report`.
void refuse_lost_first_page(const RestSpec& spec, const std::string& address, SourceReport& report);

/// Compares what came with what was announced. What is missing is Error(api), or with on_shortfall = "warn" a
/// warning in `report`; what is too much is a warning. `address` begins the messages.
void check_completeness(const RestSpec& spec, const std::string& address, const Walks& walks,
                        SourceReport& report);

}  // namespace counterpart
