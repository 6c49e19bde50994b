#pragma once
/// A job with its names resolved: which fields each side reads, and what the columns are made of.

#include <cstdint>
#include <optional>
#include <vector>

#include "job/job.hpp"
#include "match/side_reader.hpp"

namespace counterpart {

/// Probabilistic matching with its fields resolved.
struct LinkagePlan {
  linkage::Spec spec;
  linkage::Model fixed;   ///< probabilities that the job says, the others Origin::untrained
  bool explains = false;  ///< a column or an output takes the explanation of a pair
};

struct Plan {
  SidePlan left;
  SidePlan right;
  std::vector<DerivedColumn> columns;
  std::optional<LinkagePlan> linkage;  ///< of method "probabilistic"
  std::int32_t as_of = 0;

  const SidePlan& side(Side which) const { return which == Side::left ? left : right; }
};

/// Only the fields that the id, the key, the columns and the outputs need are read, the id first. `as_of` in
/// days. Throws ErrorKind::job_file for what does not fit together.
Plan make_plan(const Job& job, std::int32_t as_of);

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
