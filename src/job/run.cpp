#include "job/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <random>

#include "base/calendar.hpp"
#include "job/one_run.hpp"
#include "match/side_reader.hpp"

namespace counterpart {
namespace {

bool hopes(const JobSide& side) {
  const auto* database = std::get_if<DatabaseSpec>(&side.source);
  return database != nullptr && !database->hoped_order.empty();
}

void give_up_hope(JobSide& side) {
  if (auto* database = std::get_if<DatabaseSpec>(&side.source)) database->hoped_order.clear();
}

/// A run whose sides may come in the order of an index; nothing if that was not the order of the bytes.
/// Nothing is published by then.
std::optional<Summary> try_hope(const Job& job, const RunOptions& options, CancelToken& cancel,
                                RunProgress& progress, std::string& broken) {
  CancelToken attempt;
  const CancelToken::Wake forward(cancel, [&] { attempt.cancel(cancel.kind()); });
  try {
    return run_once(job, options, attempt, progress);
  } catch (const BrokenHope& error) {
    broken = error.what();
    return std::nullopt;
  }
}

/// Once more from the start, with all that is not declared as ordered sorted here.
Summary run_sorted(Job job, const std::string& broken, const RunOptions& options, CancelToken& cancel,
                   RunProgress& progress) {
  give_up_hope(job.left);
  give_up_hope(job.right);
  for (SideProgress* side : {&progress.left, &progress.right}) side->records = side->bytes = 0;
  progress.matches = 0;
  Summary summary = run_once(job, options, cancel, progress);
  summary.warnings.push_back(broken + "; both sides were read once more, and sorted here");
  return summary;
}

}  // namespace

Summary run_job(const Job& job, const RunOptions& options, CancelToken& cancel, RunProgress& progress) {
  Summary summary;
  if (hopes(job.left) || hopes(job.right)) {
    std::string broken;
    auto tried = try_hope(job, options, cancel, progress, broken);
    summary = tried ? std::move(*tried) : run_sorted(job, broken, options, cancel, progress);
  } else {
    summary = run_once(job, options, cancel, progress);
  }
  progress.left.phase = progress.right.phase = Phase::done;
  return summary;
}

LoadRun new_load_run(const Job& job, std::int32_t as_of) {
  const std::int64_t micros = std::chrono::duration_cast<std::chrono::microseconds>(
                                  std::chrono::system_clock::now().time_since_epoch())
                                  .count();
  std::string stamp = format_timestamp(micros).substr(0, 19);
  std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
  return {fmt::format("{}Z-{:08x}", stamp, std::random_device{}()),
          job.path.string(),
          job.digest,
          format_date(as_of),
          format_timestamp(micros),
          version()};
}

Job with_options(Job job, const RunOptions& options) {
  if (options.as_of) {
    job.as_of = parse_date(*options.as_of);
    if (!job.as_of) throw Error(ErrorKind::usage, "--as-of takes a date: 2017-02-02");
  }
  if (options.memory_bytes) job.memory_bytes = *options.memory_bytes;
  if (!options.decisions.empty() && !job.linkage)
    throw Error(ErrorKind::usage, "--decisions is for a job with method = \"probabilistic\" in [match]");
  for (OutputSpec& output : job.outputs) output.csv_raw = options.csv_raw;
  if (options.max_rejects) job.left.max_rejects = job.right.max_rejects = *options.max_rejects;
  return job;
}

std::filesystem::path output_folder(const Job& job, const RunOptions& options) {
  return options.output_dir.empty() ? job.path.parent_path() : options.output_dir;
}

Summary run(const std::filesystem::path& job_file, const RunOptions& options) {
  CancelToken cancel;
  RunProgress progress;
  return run_job(with_options(load_job(job_file), options), options, cancel, progress);
}

std::string version() {
  return COUNTERPART_VERSION;
}

}  // namespace counterpart
