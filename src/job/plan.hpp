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

}  // namespace counterpart
