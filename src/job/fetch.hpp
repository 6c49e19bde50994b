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

/// Where a fetch leaves what it gets.
struct FetchTarget {
  std::filesystem::path path;  ///< CSV if it ends in .csv, else JSON Lines
  std::filesystem::path record =
      {};  ///< a new or empty folder for the raw answers of an API; empty: not kept
};

/// Writes the side to its file, whole or not at all. Records that cannot be
/// used are counted, and fail the fetch as they fail a run.
///
/// A recording holds what came until then if the fetch fails, so that replaying it fails alike. Error(usage)
/// for a side that is no API, or is itself a recording.
Fetched fetch_side(const Job& job, Side side, const FetchTarget& target, CancelToken& cancel,
                   SideProgress& progress);

}  // namespace counterpart
