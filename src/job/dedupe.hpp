#pragma once
/// Doubles within one side: groups of records that are likely of one person.

#include <filesystem>
#include <string>
#include <vector>

#include "base/cancel.hpp"
#include "base/progress.hpp"
#include "counterpart/run.hpp"
#include "job/job.hpp"
#include "match/matcher.hpp"

namespace counterpart {

struct DedupeTargets {
  std::filesystem::path
      clusters;                 ///< each record with its group; CSV, or JSON Lines by its ending; empty: none
  std::filesystem::path pairs;  ///< pairs at or above the threshold of what is possible; empty: none
  std::filesystem::path
      review;  ///< possible pairs to be decided, and those that were (see review_rows); empty: none
};

struct Deduped {
  std::string side;
  std::uint64_t records = 0;  ///< distinct ones
  std::uint64_t persons = 0;  ///< groups, those of one record among them
  std::uint64_t doubles = 0;  ///< records that share a group with another
  std::uint64_t largest = 0;  ///< records in the largest group
  std::uint64_t pairs = 0;    ///< at or above the threshold
  LinkageReport linkage;
  std::vector<std::string> outputs;
  std::vector<std::string> warnings;
};

/// Groups are the connected components of pairs at or above the threshold; a group is called after its
/// smallest id. Files are published together, or not at all.
Deduped dedupe_side(const Job& job, Side side, const DedupeTargets& targets, const RunOptions& options,
                    CancelToken& cancel, RunProgress& progress);

}  // namespace counterpart
