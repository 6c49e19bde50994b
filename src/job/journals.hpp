#pragma once
/// Where the API sides of a job keep their journals, and when these are of no more use (run --resume).

#include <filesystem>

#include "counterpart/run.hpp"
#include "job/job.hpp"

namespace counterpart {

class Journals {
 public:
  /// Without `options.resume` no side has one.
  Journals(const Job& job, const RunOptions& options);

  /// JOB.journal/SIDE beside the job file, or in the folder of the outputs; empty for a side that keeps none.
  const std::filesystem::path& of(Side side) const { return side == Side::left ? left_ : right_; }
  /// Removes those that there are: the run is done, or its data was refused, which reading the same again
  /// does not mend.
  void remove() const;

 private:
  std::filesystem::path left_;
  std::filesystem::path right_;
};

}  // namespace counterpart
