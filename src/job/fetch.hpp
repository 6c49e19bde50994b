#pragma once
/// One side, extracted as it is: the fields that the job reads of it, in arrival order.

#include <filesystem>
#include <string>
#include <vector>

#include "base/cancel.hpp"
#include "base/progress.hpp"
#include "counterpart/summary.hpp"
#include "job/job.hpp"

namespace counterpart {

/// What a fetch gives: of the ledger, read, rejected, expected and end_reason are known.
struct Fetched {
  SideLedger ledger;
  std::vector<std::string> warnings;  ///< one line each, safe to print
};

/// Writes the side to `path` (CSV if it ends in .csv, else JSON Lines), whole or not at all. Records that cannot be
/// used are counted, and fail the fetch as they fail a run.
Fetched fetch_side(const Job& job, Side side, const std::filesystem::path& path, CancelToken& cancel,
                   SideProgress& progress);

}  // namespace counterpart
