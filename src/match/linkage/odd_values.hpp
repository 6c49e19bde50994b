#pragma once
/// What is odd about the values that are compared, before any pair is looked at.

#include <string>
#include <vector>

#include "match/linkage/person_table.hpp"

namespace counterpart::linkage {

/// Values of a comparison of dates that are none, of one side.
struct NoDates {
  std::size_t comparison = 0;
  Side side = Side::left;
  std::uint64_t values = 0;   ///< that are no dates
  std::uint64_t all = 0;      ///< that are there
  std::uint64_t slashed = 0;  ///< of those that are none: dates if it were known whether the day is first
};

/// Sides that have some, by comparison, the left one first. `table` is finished.
std::vector<NoDates> values_without_date(const PersonTable& table);

/// A line about it that shows no value.
std::string no_dates_text(const NoDates& found, const Comparison& comparison, const std::string& side_name);

}  // namespace counterpart::linkage
