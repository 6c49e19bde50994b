#pragma once
/// One side, extracted as it is: the fields that the job reads of it, in arrival order.

#include <filesystem>

#include "base/cancel.hpp"
#include "base/progress.hpp"
#include "counterpart/summary.hpp"
#include "job/job.hpp"

namespace counterpart {

/// Writes the side to `path` (CSV if it ends in .csv, else JSON Lines), whole or not at all. Records that
/// cannot be used are counted, and fail the fetch as they fail a run. Gives the side's ledger: read and
/// rejected.
SideLedger fetch_side(const Job& job, Side side, const std::filesystem::path& path, CancelToken& cancel,
                      SideProgress& progress);

}  // namespace counterpart
