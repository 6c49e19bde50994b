#pragma once
/// What a run found, and where every record went.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace counterpart {

/// One side's account. `read` is counted at the source, all else where a record's way ends, so that the sum
/// proves something.
struct SideLedger {
  std::string name;
  std::uint64_t read = 0;
  std::uint64_t duplicate = 0;  ///< id and content came before; dropped
  std::uint64_t rejected = 0;   ///< could not be used
  std::uint64_t keyless = 0;    ///< a key part is null or empty
  std::uint64_t matched = 0;    ///< in at least one pair
  std::uint64_t ambiguous = 0;  ///< its key is on both sides, but the pairing left it over
  std::uint64_t unmatched = 0;  ///< its key is not on the other side

  std::uint64_t conflicts = 0;     ///< ids that came with different content (on_conflict = "warn")
  std::uint64_t nulled = 0;        ///< values that were bad and became null (on_bad_value = "null")
  std::uint64_t future_dates = 0;  ///< dates after as_of that a derived column met in a pair

  // What an API's completeness is judged by; of other sources those that they have.
  bool from_api = false;
  std::uint64_t pages = 0;
  std::uint64_t resumed_pages = 0;  ///< of these: taken from the journal of an interrupted run
  std::uint64_t bytes = 0;          ///< decoded
  std::uint64_t retries = 0;        ///< requests made again
  std::uint64_t total_drift = 0;    ///< records (or else pages) by which the announced total moved meanwhile
  std::uint64_t order_violations =
      0;  ///< records that sort before the one they came behind, by the first part of the key
  std::uint64_t limit_waits = 0;  ///< times that a rate limit held requests back
  double limited_seconds = 0;     ///< for so long in all
  std::uint64_t spilled_bytes = 0;
  std::optional<std::uint64_t> expected;  ///< records that the source says it has
  std::string end_reason;                 ///< what proved the end of the read

  /// Records of different ids or content: all but the repeats.
  std::uint64_t distinct() const noexcept { return read - duplicate; }
  /// read = duplicate + rejected + keyless + matched + ambiguous + unmatched
  bool balanced() const noexcept {
    return read == duplicate + rejected + keyless + matched + ambiguous + unmatched;
  }
};

/// Keys that are on both sides, by the number of records that share them.
struct KeyShapes {
  std::uint64_t one_to_one = 0;
  std::uint64_t one_to_many = 0;
  std::uint64_t many_to_one = 0;
  std::uint64_t many_to_many = 0;
};

/// What probabilistic matching tells of itself.
struct LinkageReport {
  /// One blocking rule.
  struct Rule {
    std::string name;
    std::uint64_t pairs = 0;           ///< that share its key
    std::uint64_t new_pairs = 0;       ///< that no rule before it met
    std::uint64_t finer_blocks = 0;    ///< blocks that were too large and were split
    std::uint64_t left_out_pairs = 0;  ///< of those still too large: not looked at
  };
  double threshold = 0;               ///< probability from which a pair is a match
  double possible_threshold = 0;      ///< from which it is possible
  double lambda = 0;                  ///< probability that two records drawn at random are of one person
  std::string model;                  ///< where the weights are from: "trained without labels", a file
  std::vector<std::string> training;  ///< a line for each session, and one for what it began with
  std::vector<Rule> rules;
  std::uint64_t candidates = 0;      ///< pairs looked at
  std::uint64_t possible = 0;        ///< pairs that may match, or that the pairing left over
  std::vector<std::string> remarks;  ///< plain sentences: why there is no match
};

/// A part of a run, as it really went. Parts can overlap.
struct PhaseReport {
  std::string name;           ///< "read NAME", "match", "publish"
  double seconds = 0;         ///< from its begin to its end
  double busy_seconds = 0;    ///< of these, CPU time of the thread that did it
  std::uint64_t records = 0;  ///< read; pairs found; 0 for publishing
};

/// The result of a run.
struct Summary {
  std::string run_id;
  std::string job;
  std::string as_of;
  bool dry_run = false;
  double elapsed_seconds = 0;
  std::uint64_t matches = 0;
  std::string digest;  ///< of the matched (left id, right id) pairs in order: equal digests, equal results
  std::uint64_t peak_memory_bytes = 0;
  SideLedger left;
  SideLedger right;
  KeyShapes keys;                        ///< of exact matching
  std::optional<LinkageReport> linkage;  ///< of probabilistic matching
  std::vector<PhaseReport> phases;       ///< reading of the left side and of the right, matching, publishing
  std::string bottleneck;                ///< what held the run up the longest, one line
  std::vector<std::string> outputs;      ///< where the results are
  std::vector<std::string> warnings;     ///< one line each
};

}  // namespace counterpart
