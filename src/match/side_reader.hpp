#pragma once
/// One side on its way from the source to the match: read to its proved end, accounted for, keyed, ordered.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/cancel.hpp"
#include "base/progress.hpp"
#include "counterpart/summary.hpp"
#include "match/id_check.hpp"
#include "match/key_builder.hpp"
#include "match/reject_log.hpp"
#include "order/entry_queue.hpp"
#include "order/external_sort.hpp"
#include "record/schema.hpp"
#include "record/stream.hpp"

namespace counterpart {

/// What a side is, as the job says it.
struct SidePlan {
  std::string name;
  ReadSpec read;
  std::vector<KeyPart> key;
  std::vector<std::size_t> shown;  ///< fields that tell an ambiguous record: those of the key, or compared
  std::size_t ordered_parts =
      0;                ///< declared: its records come ordered by so many parts of the key; 0: in any order
  bool drains = false;  ///< ordered, it is read to its end however slow the match is
  bool keep_conflicts = false;    ///< on_conflict = "warn"
  bool fail_on_shortfall = true;  ///< fewer distinct records than the source says it has end the run
  std::uint64_t max_rejects = 0;
  bool needs_all_fields = false;  ///< a field that the source does not have is a mistake in the job
  ErrorKind source_kind = ErrorKind::source;  ///< api for an API: a conflict is then the API's
};

/// What one side may take of the machine.
struct SideLimits {
  std::uint64_t sort_memory_bytes;
  std::uint64_t id_memory_bytes;
  std::filesystem::path folder;
};

/// The records of a side did not come in the order that was only hoped for: they have to be read once more,
/// and sorted.
class BrokenHope : public Error {
 public:
  explicit BrokenHope(Error error) : Error(std::move(error)) {}
};

class SideReader {
 public:
  /// All references have to outlive the reader.
  SideReader(const SidePlan& plan, RecordStream& stream, const SideLimits& limits, CancelToken& cancel,
             SideProgress& progress);

  /// Reads the stream to its end, on the caller's thread. Throws what the source throws, and
  /// ErrorKind::policy (or api) when rejects, conflicts, a broken declared order or a shortfall end the run.
  void read();

  /// True if entries can be taken while `read` is still running on another thread: the side came ordered.
  bool streams() const { return ordered_parts_ > 0; }
  /// The side's keyed records in order. Once; after `read` unless `streams()`.
  std::unique_ptr<EntryStream> ordered();

  /// What the match found of the side, once it walked all of it.
  struct Matched {
    std::uint64_t matched = 0;
    std::uint64_t ambiguous = 0;
    std::uint64_t unmatched = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t future_dates = 0;
    std::uint64_t keyless = 0;  ///< of which the match could make nothing, beside those without a key
  };
  /// Closes the ledger after `read` and the match are done. Throws ErrorKind::internal if it does not
  /// balance, or if the match and the id check count different duplicates.
  const SideLedger& settle(const Matched& matched);

  bool unique_ids() const { return unique_ids_; }
  RejectLog& rejects() { return rejects_; }
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  void take(const RecordBatch& batch);
  void take_record(const Entry& entry, bool keyed);
  void take_reject(const Reject& reject);
  void hand_over(const Entry& entry);
  void verify_order(const Entry& entry);
  void note_order(const Entry& entry);
  void settle_ids();
  void settle_source();

  const SidePlan& plan_;
  RecordStream& stream_;
  SideLimits limits_;
  CancelToken& cancel_;
  SideProgress& progress_;

  bool unique_ids_;
  std::size_t ordered_parts_;  ///< declared, or as the stream has found them
  KeyBuilder keys_;
  IdCheck ids_;
  RejectLog rejects_;
  ExternalSort sort_;  // of a side that comes in any order
  std::unique_ptr<EntryStream> sorted_;
  EntryQueue queue_;  // of a side that comes ordered
  std::uint64_t tie_spilled_bytes_ = 0;
  std::unique_ptr<MemoryRun> open_run_;
  std::string last_prefix_;
  std::string last_id_;

  SideLedger ledger_;
  std::uint64_t duplicates_ = 0;
  std::vector<std::string> warnings_;
};

}  // namespace counterpart
