#pragma once
/// Looks at everything a run would touch, and reads the first records of each side: one page, or one batch.

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
  std::vector<std::string> problems;  ///< what a run would stop at, or warn of
  std::vector<std::string> notes;     ///< what a run would count and pass over
};

struct JobCheck {
  SideCheck left;
  SideCheck right;
  std::vector<std::string> outputs;
};

/// Connects to both sides and opens all outputs without publishing them. Throws what a run would throw by
/// then.
JobCheck check_job(const Job& job, const RunOptions& options, CancelToken& cancel);

}  // namespace counterpart
