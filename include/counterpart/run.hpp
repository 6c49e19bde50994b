#pragma once
/// The library's front door: run a job file, get its summary.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "counterpart/error.hpp"
#include "counterpart/summary.hpp"

namespace counterpart {

/// What a caller can say over the job file.
struct RunOptions {
  std::optional<std::string> as_of;           ///< "YYYY-MM-DD"
  std::optional<std::uint64_t> memory_bytes;  ///< the whole run's budget, 16 MiB at least
  std::filesystem::path output_dir;           ///< empty: outputs are relative to the job file
  unsigned threads = 0;      ///< 0: as many as the machine has; 1 reads unordered sides one after the other
  bool dry_run = false;      ///< all but the outputs
  bool resume = false;       ///< API sides keep a journal, and go on from that of an interrupted run
  bool allow_empty = false;  ///< a side without records is no error
  bool csv_raw = false;  ///< CSV texts exactly as they are, even those that a spreadsheet takes for formulas
  std::optional<std::uint64_t> max_rejects;  ///< for both sides
  std::filesystem::path decisions;  ///< pairs decided by people, of probabilistic matching; empty: none
};

/// Runs the job to its end. Throws Error; then every target is as it was, unless the kind is load_unknown.
/// Blocks; prints nothing.
Summary run(const std::filesystem::path& job_file, const RunOptions& options = {});

/// The version of the library: "0.1.0".
std::string version();

}  // namespace counterpart
