#include "job/fetch.hpp"

#include <fmt/format.h>

#include "base/calendar.hpp"
#include "base/size.hpp"
#include "base/utf8.hpp"
#include "job/memory.hpp"
#include "job/plan.hpp"
#include "job/run.hpp"
#include "job/targets.hpp"
#include "record/read_ahead.hpp"
#include "sink/sink.hpp"

namespace counterpart {
namespace {

RowFileSpec row_file(const std::filesystem::path& path, const ReadSpec& read) {
  RowFileSpec spec;
  spec.kind = path.extension() == ".csv" ? RowFileSpec::Kind::csv : RowFileSpec::Kind::jsonl;
  spec.path = path;
  spec.raw = true;
  for (const Field& field : read.fields) spec.columns.push_back({field.name, {ColumnType::Kind::text, 0}});
  return spec;
}

void count_rejects(const SidePlan& plan, const RecordBatch& batch, SideLedger& ledger) {
  ledger.rejected += batch.rejects().size();
  if (ledger.rejected <= plan.max_rejects) return;
  const Reject& reject = batch.rejects().back();
  throw Error(ErrorKind::policy,
              fmt::format("{} rejected, the last one is {}: {}", format_count(ledger.rejected),
                          reject.origin.text(), printable(reject.reason)))
      .hint("mend the record at its source, or raise max_rejects");
}

void check_recordable(const JobSide& side) {
  const auto* rest = std::get_if<RestSpec>(&side.source);
  if (rest == nullptr)
    throw Error(ErrorKind::usage, side.name + " is no API, and --record is for the answers of one");
  if (!rest->replay.empty())
    throw Error(ErrorKind::usage, side.name + " is read from a recording (replay)")
        .hint("copy its folder, or leave replay out of the job file");
}

/// As if the file were the only output of the job.
void check_target(const Job& job, const std::filesystem::path& path) {
  Job alone = job;
  OutputSpec output;
  output.path = std::filesystem::absolute(path).string();
  alone.outputs = {output};
  check_targets(alone, {});
}

}  // namespace

Fetched fetch_side(const Job& job, Side side, const FetchTarget& target, CancelToken& cancel,
                   SideProgress& progress) {
  if (!target.record.empty()) check_recordable(job.side(side));
  const Plan plan = make_plan(job, job.as_of.value_or(today_utc()));
  const SidePlan& wanted = plan.side(side);
  Fetched fetched;
  SideLedger& ledger = fetched.ledger;
  ledger.name = wanted.name;
  check_target(job, target.path);
  try {
    const auto sink = open_row_file(row_file(target.path, wanted.read));
    const SourceSpec& source = job.side(side).source;
    const auto stream = read_ahead(
        open_source(source, {wanted.read, progress, cancel, source_memory(job.memory_bytes, source), nullptr,
                             wanted.name, target.record}),
        cancel);
    RecordBatch batch;
    while (stream->next(batch)) {
      cancel.check();
      ledger.read += batch.size() + batch.rejects().size();
      count_rejects(wanted, batch, ledger);
      sink->push(batch);
    }
    const SourceReport report = stream->report();
    ledger.expected = report.expected;
    ledger.end_reason = report.end_reason;
    fetched.warnings = report.warnings;
    for (std::string& line : stream->missing_fields()) fetched.warnings.push_back(std::move(line));
    sink->prepare();
    sink->commit();
  } catch (Error& error) {
    error.in(wanted.name);
    throw;
  }
  progress.phase = Phase::done;
  return fetched;
}

}  // namespace counterpart
