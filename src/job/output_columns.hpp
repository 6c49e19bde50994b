#pragma once
/// Which columns each output writes.

#include <cstddef>
#include <vector>

#include "job/plan.hpp"

namespace counterpart {

/// The columns that an output writes, renamed, and for each its index among the plan's columns (matches) or
/// among the side's fields (unmatched). For ambiguous records and rejects, the indexes count the fixed
/// columns of those.
struct OutputColumns {
  std::vector<Column> columns;
  std::vector<std::size_t> indexes;
};
OutputColumns output_columns(const Job& job, const Plan& plan, const OutputSpec& output);

/// Columns of the ambiguous output: side, id, and the fields of the key, or those compared, by their name on
/// the left.
std::vector<Column> ambiguous_columns(const Job& job);
/// Columns of a review output: decision, to be filled in, both ids, probability, weight, the compared fields
/// of both sides beside each other, and digests of both.
std::vector<Column> review_columns(const Job& job);
/// Columns of the rejects output: side, origin, reason.
std::vector<Column> reject_columns();

}  // namespace counterpart
