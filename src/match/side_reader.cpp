#include "match/side_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "base/size.hpp"
#include "base/utf8.hpp"
#include "order/tie_sort.hpp"
#include "record/record.hpp"
#include "text/key.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kQueuedRunBytes = 64 << 10;
constexpr std::size_t kLastEntryBytes = 4 << 10;  ///< room for the one that fills a run, mostly
constexpr std::size_t kQueuedRuns = 4;
constexpr std::chrono::milliseconds kPatience(250);
constexpr std::uint64_t kRejectMemoryBytes = 1 << 20;
constexpr std::size_t kKeysAtOnce = 64;
constexpr std::uint64_t kStreamedIdBytes = 512 << 10;
/// Of what is equal in the parts that a side comes ordered by: a common name goes to disk, so that memory is
/// the same for any number of records.
constexpr std::uint64_t kStreamedTieBytes = 512 << 10;

/// Ids of a side that streams wait on disk: nothing else in its memory grows with the side.
std::uint64_t id_memory(const SideLimits& limits, bool streams) {
  return streams ? std::min(limits.id_memory_bytes, kStreamedIdBytes) : limits.id_memory_bytes;
}

std::string_view first_parts(const Entry& entry, std::size_t parts) {
  return entry.key.substr(0, key_parts_length(entry.key, parts));
}

QueueLimits queue_limits(const SidePlan& plan, const SideLimits& limits) {
  QueueLimits queue{.runs = kQueuedRuns, .patience = std::nullopt, .folder = limits.folder};
  if (plan.drains) queue.patience = kPatience;
  return queue;
}

}  // namespace

SideReader::SideReader(const SidePlan& plan, RecordStream& stream, const SideLimits& limits,
                       CancelToken& cancel, SideProgress& progress)
    : plan_(plan),
      stream_(stream),
      limits_(limits),
      cancel_(cancel),
      progress_(progress),
      unique_ids_(stream.unique_ids()),
      ordered_parts_(plan.ordered_parts > 0 ? plan.ordered_parts : stream.ordered_fields()),
      keys_(plan.key, plan.read.id),
      ids_(id_memory(limits, streams()), limits.folder, cancel),
      rejects_({kRejectMemoryBytes, limits.folder, &cancel}),
      // Memory for ids that are not checked goes to the sort, but for what a group may take later.
      sort_({limits.sort_memory_bytes + (unique_ids_ ? limits.id_memory_bytes / 2 : 0), limits.folder,
             &cancel}),
      queue_(queue_limits(plan, limits), cancel),
      open_run_(std::make_unique<MemoryRun>()) {
  ledger_.name = plan.name;
}

void SideReader::read() {
  try {
    RecordBatch batch;
    while (stream_.next(batch)) {
      cancel_.check();
      take(batch);
    }
    progress_.phase = streams() ? Phase::matching : Phase::ordering;
    settle_ids();
    settle_source();
    if (streams()) {
      queue_.push(std::move(open_run_));
      queue_.close();
    } else {
      sorted_ = sort_.finish();
    }
  } catch (...) {
    queue_.close(std::current_exception());
    throw;
  }
}

void SideReader::take(const RecordBatch& batch) {
  ledger_.read += batch.size() + batch.rejects().size();
  ledger_.nulled += batch.nulled();
  for (const Reject& reject : batch.rejects()) take_reject(reject);
  for (std::size_t next = 0; next < batch.size();) {
    keys_.clear();
    for (; next < batch.size() && keys_.size() < kKeysAtOnce; ++next) keys_.add(batch.record(next));
    for (std::size_t i = 0; i < keys_.size(); ++i) take_record(keys_.entry(i), keys_.has_key(i));
  }
}

void SideReader::take_reject(const Reject& reject) {
  ++ledger_.rejected;
  rejects_.add(reject);
  if (ledger_.rejected <= plan_.max_rejects) return;
  throw Error(ErrorKind::policy,
              fmt::format("{}: {} rejected, max_rejects is {}; the last one is {}: {}", plan_.name,
                          ledger_.rejected == 1 ? "1 record" : format_count(ledger_.rejected) + " records",
                          plan_.max_rejects, reject.origin.text(), printable(reject.reason)))
      .hint(
          "mend the record at its source, or raise max_rejects; an output with what = \"rejects\" lists them "
          "all");
}

void SideReader::take_record(const Entry& entry, bool keyed) {
  if (!unique_ids_) ids_.add(KeyedRecord::from(entry).id, entry.payload, !keyed);
  if (!keyed) {
    ++ledger_.keyless;
  } else if (streams()) {
    verify_order(entry);
    hand_over(entry);
  } else {
    if (plan_.source_kind == ErrorKind::api && !plan_.key.empty()) note_order(entry);
    sort_.add(entry);
  }
}

void SideReader::hand_over(const Entry& entry) {
  if (open_run_->empty()) open_run_->reserve(kQueuedRunBytes + kLastEntryBytes);
  open_run_->add(entry);
  if (open_run_->arena_bytes() < kQueuedRunBytes) return;
  queue_.push(std::move(open_run_));
  open_run_ = std::make_unique<MemoryRun>();
}

void SideReader::verify_order(const Entry& entry) {
  const std::string_view prefix = first_parts(entry, ordered_parts_);
  const std::string_view id = KeyedRecord::from(entry).id;
  if (prefix < last_prefix_) {
    if (plan_.ordered_parts == 0)
      throw BrokenHope(
          Error(ErrorKind::policy, plan_.name + ": the order of an index is not that of the bytes"));
    throw Error(
        ErrorKind::policy,
        fmt::format(
            "{}: ordered_by is declared, but the record with id {} comes after id {} and sorts before it",
            plan_.name, printable(id_text(id)), printable(id_text(last_id_))))
        .hint(
            "order is that of the normalized bytes, not of a server's collation; without ordered_by the "
            "records are sorted here");
  }
  if (prefix != last_prefix_) last_prefix_ = prefix;
  last_id_ = id;
}

/// Tells whether the side could be declared as ordered.
void SideReader::note_order(const Entry& entry) {
  const std::string_view prefix = first_parts(entry, 1);
  if (prefix < last_prefix_) ++ledger_.order_violations;
  if (prefix != last_prefix_) last_prefix_ = prefix;
}

void SideReader::settle_ids() {
  if (unique_ids_) return;
  const IdCheck::Result result = ids_.finish();
  duplicates_ = result.duplicates;
  ledger_.keyless -= result.keyless_duplicates;
  ledger_.duplicate += result.keyless_duplicates;
  ledger_.conflicts = result.conflicts;
  if (result.conflicts == 0) return;
  const std::string cause =
      fmt::format("{}: {} came again with different content, the first is id {}", plan_.name,
                  result.conflicts == 1 ? "1 id" : format_count(result.conflicts) + " ids",
                  printable(result.first_conflict));
  if (!plan_.keep_conflicts) {
    const bool api = plan_.source_kind == ErrorKind::api;
    throw Error(api ? ErrorKind::api : ErrorKind::policy, cause)
        .hint(
            "the source changed while it was read, or its id is not one: run again, or set on_conflict = "
            "\"warn\" to keep all of them");
  }
  warnings_.push_back(cause + "; all of them are kept");
}

void SideReader::settle_source() {
  const SourceReport report = stream_.report();
  ledger_.pages = report.pages;
  ledger_.resumed_pages = report.resumed_pages;
  ledger_.bytes = report.bytes;
  ledger_.retries = report.retries;
  ledger_.from_api = plan_.source_kind == ErrorKind::api;
  ledger_.total_drift = report.total_drift;
  ledger_.limit_waits = report.limit_waits;
  ledger_.limited_seconds = static_cast<double>(report.limited_ms) / 1000.0;
  ledger_.expected = report.expected;
  ledger_.end_reason = report.end_reason;
  for (const std::string& warning : report.warnings) warnings_.push_back(plan_.name + ": " + warning);
  for (const std::string& line : stream_.missing_fields()) {
    if (plan_.needs_all_fields)
      throw Error(ErrorKind::job_file, plan_.name + ": " + line)
          .hint("mend the name in the job file; nothing was published");
    warnings_.push_back(plan_.name + ": " + line);
  }
  const std::uint64_t distinct = ledger_.read - duplicates_;
  if (!report.expected || distinct >= *report.expected) return;
  const std::string cause = fmt::format("{}: {} records were announced, {} different ones came", plan_.name,
                                        format_count(*report.expected), format_count(distinct));
  if (plan_.fail_on_shortfall) {
    throw Error(plan_.source_kind, cause)
        .hint("records moved between pages while they were read: run again, or set on_shortfall = \"warn\"");
  }
  warnings_.push_back(cause);
}

const SideLedger& SideReader::settle(const Matched& matched) {
  ledger_.duplicate += matched.duplicates;
  ledger_.matched = matched.matched;
  ledger_.ambiguous = matched.ambiguous;
  ledger_.unmatched = matched.unmatched;
  ledger_.keyless += matched.keyless;
  ledger_.future_dates = matched.future_dates;
  ledger_.spilled_bytes =
      sort_.spilled_bytes() + tie_spilled_bytes_ + ids_.spilled_bytes() + queue_.spilled_bytes();
  if (!unique_ids_ && ledger_.duplicate != duplicates_) {
    throw Error(ErrorKind::internal, fmt::format("{}: {} duplicates by id, {} met in the match", plan_.name,
                                                 duplicates_, ledger_.duplicate));
  }
  if (!ledger_.balanced()) {
    throw Error(ErrorKind::internal,
                fmt::format("{}: the ledger does not balance: {} read, {} duplicate, {} rejected, {} "
                            "keyless, {} matched, {} ambiguous, {} unmatched",
                            plan_.name, ledger_.read, ledger_.duplicate, ledger_.rejected, ledger_.keyless,
                            ledger_.matched, ledger_.ambiguous, ledger_.unmatched))
        .hint("nothing was published; please report this with the job file");
  }
  return ledger_;
}

std::unique_ptr<EntryStream> SideReader::ordered() {
  if (!streams()) return std::move(sorted_);
  const std::size_t parts = ordered_parts_;
  return sort_ties(
      read_queue(queue_), [parts](std::string_view key) { return key_parts_length(key, parts); },
      {std::min(limits_.sort_memory_bytes, kStreamedTieBytes), limits_.folder, &cancel_}, tie_spilled_bytes_);
}

}  // namespace counterpart
