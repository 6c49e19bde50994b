#pragma once
/// Looks at everything a run would touch, and reads the first records of each side: one page, or one batch.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/cancel.hpp"
#include "counterpart/run.hpp"
#include "job/job.hpp"

namespace counterpart {

struct SideCheck {
  std::string name;
  std::string how;                  ///< how it will be read and ordered
  std::vector<std::string> fields;  ///< those that will be read, with their types
  std::vector<std::string> known;   ///< those that the source has, as far as it knows
  bool has_records = false;
  std::vector<std::string> problems;     ///< what a run would stop at, or warn of
  std::vector<std::string> notes;        ///< what a run would count and pass over
  std::optional<std::uint64_t> records;  ///< about, where that can be had for little
  std::string records_from;              ///< what says so
  std::vector<std::string> plan;         ///< memory, temporary disk and threads, a line each
};

struct JobCheck {
  SideCheck left;
  std::optional<SideCheck> right;  ///< not of a job without [right]
  std::vector<std::string> plan;   ///< what is shared: memory, how the sides meet
  std::vector<std::string> outputs;
};

/// Connects to both sides and opens all outputs without publishing them. Throws what a run would throw by
/// then.
JobCheck check_job(const Job& job, const RunOptions& options, CancelToken& cancel);
/// The same without the outputs: only how the sides would be read, ordered and met. A job without [right] is
/// planned as it is deduplicated.
JobCheck plan_job(const Job& job, const RunOptions& options, CancelToken& cancel);

}  // namespace counterpart
