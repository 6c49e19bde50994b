#include "job/one_run.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>

#include "base/calendar.hpp"
#include "http/rate_limit.hpp"
#include "job/findings.hpp"
#include "job/first_error.hpp"
#include "job/journals.hpp"
#include "job/meeting.hpp"
#include "job/memory.hpp"
#include "job/outputs.hpp"
#include "job/phase_clock.hpp"
#include "job/plan.hpp"
#include "job/run.hpp"
#include "job/side_task.hpp"
#include "match/side_cursor.hpp"
#include "order/merge_ahead.hpp"
#include "record/record.hpp"

namespace counterpart {
namespace {

using Clock = std::chrono::steady_clock;

/// Of this process alone: what getrusage tells counts what its parent held when it was started.
std::uint64_t peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    constexpr std::string_view kPeak = "VmHWM:";
    if (line.starts_with(kPeak)) return std::strtoull(line.c_str() + kPeak.size(), nullptr, 10) * 1024;
  }
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

/// One run, from open sources to a summary.
class Run {
 public:
  Run(const Job& job, const RunOptions& options, CancelToken& cancel, RunProgress& progress)
      : job_(job),
        options_(options),
        cancel_(cancel),
        progress_(progress),
        errors_(cancel),
        plan_(make_plan(job, job.as_of.value_or(today_utc()))),
        journals_(job, options),
        load_run_(new_load_run(job, plan_.as_of)) {}

  Summary execute() {
    if (!options_.dry_run) {
      const auto elapsed = [this] { return std::chrono::floor<std::chrono::seconds>(Clock::now() - start_); };
      outputs_ =
          std::make_unique<Outputs>(job_, plan_, output_folder(job_, options_), load_run_, elapsed, cancel_);
    }
    SideTask left(plan_.left, job_.left.source, context(Side::left), limits(job_.left));
    // A server that has begun to send its rows does not wait until the other side has been opened.
    if (plan_.left.drains && options_.threads != 1) left.start(errors_);
    const std::unique_ptr<SideTask> right = open_right(left);
    Summary summary;
    try {
      work(left, *right, summary);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::policy && !left.refused && !right->refused) journals_.remove();
      throw;
    }
    journals_.remove();
    describe(summary);
    return summary;
  }

 private:
  SourceContext context(Side side) {
    const SidePlan& plan = plan_.side(side);
    const bool pages_stream = plan.source_kind == ErrorKind::api && plan.ordered_parts > 0;
    return {plan.read,
            side == Side::left ? progress_.left : progress_.right,
            cancel_,
            source_memory(job_.memory_bytes, job_.side(side).source),
            &hosts_,
            plan.name,
            {},
            journals_.of(side),
            pages_stream ? streamed_page_memory(job_.memory_bytes) : 0,
            outputs_ ? outputs_->targets_beside(job_.side(side).source) : std::vector<TableName>()};
  }

  SideLimits limits(const JobSide& side) const {
    return job_.linkage ? linkage_limits(job_.memory_bytes) : side_limits(job_.memory_bytes, side.source);
  }

  std::unique_ptr<SideTask> open_right(SideTask& left) {
    try {
      return std::make_unique<SideTask>(plan_.right, job_.right.source, context(Side::right),
                                        limits(job_.right));
    } catch (...) {
      if (!left.thread.joinable()) throw;
      errors_.capture();
    }
    left.thread.join();
    errors_.rethrow();
    return nullptr;
  }

  void work(SideTask& left, SideTask& right, Summary& summary) {
    match(left, right, summary);
    account(left, right, summary);
    const PhaseClock clock;
    if (outputs_) publish(left, right, summary);
    PhaseReport published = clock.report("publish");
    summary.bottleneck = bottleneck(left.phase, right.phase, match_, published);
    summary.phases = {std::move(left.phase), std::move(right.phase), std::move(match_), std::move(published)};
  }

  void publish(SideTask& left, SideTask& right, Summary& summary) {
    log_rejects(left);
    log_rejects(right);
    for (const RejectedLine& line : rejected_lines_) log_reject(line.side, line.origin, line.reason);
    outputs_->publish();
    summary.outputs = outputs_->places();
  }

  /// Sides that come ordered are matched while they are read, the others once they are read.
  void read(SideTask& left, SideTask& right) {
    const bool one_by_one = options_.threads == 1;
    for (SideTask* side : {&left, &right}) {
      if (side->thread.joinable()) continue;
      if (side->reader.streams() || !one_by_one) {
        side->start(errors_);
      } else {
        side->read(errors_);
        errors_.rethrow();
      }
    }
    for (SideTask* side : {&left, &right}) {
      if (!side->reader.streams() && side->thread.joinable()) side->thread.join();
    }
    errors_.rethrow();
  }

  /// The records of a side in order. What was sorted is merged on a thread of its own.
  std::unique_ptr<EntryStream> ordered(SideTask& side) {
    if (side.reader.streams() || options_.threads == 1) return side.reader.ordered();
    return merge_ahead(side.reader.ordered(), cancel_);
  }

  void match(SideTask& left, SideTask& right, Summary& summary) {
    try {
      read(left, right);
      if (!left.reader.streams()) progress_.left.phase = Phase::matching;
      if (!right.reader.streams()) progress_.right.phase = Phase::matching;
      const PhaseClock clock;
      SideCursor left_cursor(ordered(left), left.reader.unique_ids());
      SideCursor right_cursor(ordered(right), right.reader.unique_ids());
      Findings findings(plan_, outputs_.get(), progress_);
      Met met = make_meeting(job_, plan_, options_, cancel_)->run(left_cursor, right_cursor, findings);
      summary.matches = met.matches;
      summary.keys = met.keys;
      summary.linkage = std::move(met.linkage);
      summary.warnings = std::move(met.warnings);
      rejected_lines_ = std::move(met.rejects);
      summary.digest = findings.digest();
      match_ = clock.report("match");
      match_.records = summary.matches;
      left_matched_ = matched(met.left, left_cursor, findings.future_dates(Side::left));
      right_matched_ = matched(met.right, right_cursor, findings.future_dates(Side::right));
    } catch (...) {
      errors_.capture();
    }
    for (SideTask* side : {&left, &right}) {
      if (side->thread.joinable()) side->thread.join();
    }
    errors_.rethrow();
  }

  static SideReader::Matched matched(const Met::Counts& counts, const SideCursor& cursor,
                                     std::uint64_t future_dates) {
    return {counts.matched,      counts.ambiguous, counts.unmatched,
            cursor.duplicates(), future_dates,     counts.keyless};
  }

  void account(SideTask& left, SideTask& right, Summary& summary) {
    summary.left = left.reader.settle(left_matched_);
    summary.right = right.reader.settle(right_matched_);
    left.phase.records = summary.left.read;
    right.phase.records = summary.right.read;
    for (const SideTask* side : {&left, &right}) {
      const auto& warnings = side->reader.warnings();
      summary.warnings.insert(summary.warnings.end(), warnings.begin(), warnings.end());
    }
    for (const SideLedger* ledger : {&summary.left, &summary.right}) {
      if (ledger->read > ledger->rejected || options_.allow_empty) continue;
      const char* what =
          ledger->read == 0 ? "the side has no records" : "every record of the side was rejected";
      throw Error(ErrorKind::policy, fmt::format("{}: {}", ledger->name, what))
          .hint("if that can be, run with --allow-empty; nothing was published");
    }
  }

  void log_rejects(SideTask& side) {
    if (!outputs_->wants(OutputSpec::What::rejects)) return;
    side.reader.rejects().drain([&](std::string_view origin, std::string_view reason) {
      log_reject(side.plan.name, origin, reason);
    });
  }

  void log_reject(std::string_view side, std::string_view origin, std::string_view reason) {
    std::string row;
    for (const std::string_view text : {side, origin, reason}) append_value(row, Value::string(text));
    outputs_->add(OutputSpec::What::rejects, row);
  }

  void describe(Summary& summary) const {
    summary.run_id = load_run_.id;
    summary.job = job_.path.string();
    summary.as_of = format_date(plan_.as_of);
    summary.dry_run = options_.dry_run;
    summary.elapsed_seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    summary.peak_memory_bytes = peak_memory();
  }

  const Clock::time_point start_ = Clock::now();
  const Job& job_;
  const RunOptions& options_;
  CancelToken& cancel_;
  RunProgress& progress_;
  FirstError errors_;
  http::Hosts hosts_;  ///< limits that both sides share where they talk to one host
  Plan plan_;
  Journals journals_;
  LoadRun load_run_;
  std::unique_ptr<Outputs> outputs_;
  SideReader::Matched left_matched_;
  SideReader::Matched right_matched_;
  PhaseReport match_;
  std::vector<RejectedLine> rejected_lines_;
};

}  // namespace

Summary run_once(const Job& job, const RunOptions& options, CancelToken& cancel, RunProgress& progress) {
  return Run(job, options, cancel, progress).execute();
}

}  // namespace counterpart
