#pragma once
/// How the two sides of a run meet: by equal keys, or by how likely two records are of one person.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "counterpart/run.hpp"
#include "job/link_model.hpp"
#include "job/plan.hpp"
#include "match/matcher.hpp"

namespace counterpart {

/// What came of it.
struct Met {
  /// Where the records of a side went. `keyless` are those that the meeting could not use, beside those that
  /// had no key.
  struct Counts {
    std::uint64_t matched = 0;
    std::uint64_t ambiguous = 0;
    std::uint64_t unmatched = 0;
    std::uint64_t keyless = 0;
  };
  std::uint64_t matches = 0;
  Counts left;
  Counts right;
  KeyShapes keys;
  std::optional<LinkageReport> linkage;
  std::vector<std::string> warnings;
  std::vector<RejectedLine> rejects;  ///< of other files than the sides
};

class Meeting {
 public:
  Meeting() = default;
  Meeting(const Meeting&) = delete;
  Meeting& operator=(const Meeting&) = delete;
  virtual ~Meeting() = default;

  /// Walks both sides to their end, once, and tells the listener where each record ends.
  virtual Met run(SideCursor& left, SideCursor& right, MatchListener& listener) = 0;
};

/// The job's way to meet; all references have to outlive it.
std::unique_ptr<Meeting> make_meeting(const Job& job, const Plan& plan, const RunOptions& options,
                                      const CancelToken& cancel);

}  // namespace counterpart
