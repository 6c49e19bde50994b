#include "job/check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.hpp"
#include "base/utf8.hpp"
#include "job/outputs.hpp"
#include "job/plan.hpp"
#include "job/run.hpp"

namespace counterpart {
namespace {

/// The same source, asked for as little as it can give, and not for long.
SourceSpec first_page_only(SourceSpec source) {
  constexpr unsigned kAttempts = 2;
  if (auto* rest = std::get_if<RestSpec>(&source)) {
    rest->window = 1;
    rest->retry_attempts = std::min(rest->retry_attempts, kAttempts);
  }
  return source;
}

/// How the side comes into order; `evidence` is what the source says of it.
std::string ordered(const JobSide& side, const std::string& evidence) {
  if (side.ordered_by.empty()) return "; sorted here";
  return "; " + (evidence.empty() ? "order declared" : evidence) + ", verified while it streams";
}

std::string how(const JobSide& side) {
  std::string text;
  if (const auto* database = std::get_if<DatabaseSpec>(&side.source)) {
    text = database->kind == DatabaseSpec::Kind::mysql      ? "mysql, rows unbuffered"
           : database->kind == DatabaseSpec::Kind::postgres ? "postgres, rows unbuffered"
                                                            : "sqlite";
    if (database->split > 1)
      text += fmt::format(", up to {} ranges of {} at once", database->split, printable(database->split_by));
  } else if (const auto* file = std::get_if<FileSpec>(&side.source)) {
    text = file->kind == FileSpec::Kind::csv ? "csv file" : "jsonl file";
  } else {
    const auto& rest = std::get<RestSpec>(side.source);
    text = !rest.replay.empty() ? "rest, recorded in " + printable(rest.replay.string())
           : rest.window == 0   ? "rest, pages in flight adapt"
                                : fmt::format("rest, {} pages in flight", rest.window);
  }
  return text;
}

std::vector<std::string> described(const ReadSpec& read) {
  std::vector<std::string> fields;
  for (const Field& field : read.fields) {
    fields.push_back(field.temporal             ? field.name + " (date)"
                     : field.type == Type::null ? field.name
                                                : fmt::format("{} ({})", field.name, type_name(field.type)));
  }
  return fields;
}

SideCheck check_side(const JobSide& side, const SidePlan& plan, std::uint64_t memory, CancelToken& cancel) {
  SideCheck check;
  check.name = side.name;
  check.how = how(side);
  check.fields = described(plan.read);
  SideProgress progress;
  try {
    const auto stream =
        open_source(first_page_only(side.source), {plan.read, progress, cancel, source_memory(memory)});
    check.how += ordered(side, stream->order_evidence());
    RecordBatch batch;
    check.has_records = stream->next(batch);
    check.known = stream->field_names();
    auto& rejects = batch.rejects().size() > plan.max_rejects ? check.problems : check.notes;
    for (const Reject& reject : batch.rejects())
      rejects.push_back("rejected, " + reject.origin.text() + ": " + printable(reject.reason));
    for (std::string& line : stream->missing_fields()) check.problems.push_back(std::move(line));
  } catch (Error& error) {
    error.in(side.name);
    throw;
  }
  if (!check.has_records) check.problems.emplace_back("the side has no records; a run needs --allow-empty");
  return check;
}

}  // namespace

JobCheck check_job(const Job& job, const RunOptions& options, CancelToken& cancel) {
  const Plan plan = make_plan(job, job.as_of.value_or(today_utc()));
  JobCheck check;
  const Outputs outputs(
      job, plan, output_folder(job, options), new_load_run(job, plan.as_of),
      [] { return std::chrono::seconds(0); }, cancel);
  check.outputs = outputs.places();
  check.left = check_side(job.left, plan.left, job.memory_bytes, cancel);
  check.right = check_side(job.right, plan.right, job.memory_bytes, cancel);
  return check;
}

}  // namespace counterpart
