#include "job/check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/calendar.hpp"
#include "base/size.hpp"
#include "base/utf8.hpp"
#include "job/gather.hpp"
#include "job/memory.hpp"
#include "job/model_file.hpp"
#include "job/outputs.hpp"
#include "job/pair_file.hpp"
#include "job/plan.hpp"
#include "job/run.hpp"
#include "job/side_task.hpp"
#include "match/key_builder.hpp"
#include "match/linkage/odd_weights.hpp"
#include "order/run.hpp"
#include "source/estimate.hpp"

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

/// How the side comes into order.
std::string ordered(const JobSide& side, const RecordStream& stream) {
  const std::string evidence = stream.order_evidence();
  if (side.ordered_by.empty() && stream.ordered_fields() == 0)
    return "; sorted here" + (evidence.empty() ? "" : ": " + evidence);
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

/// What one of the records takes in a sort, with its key.
std::uint64_t bytes_an_entry(const SidePlan& plan, const RecordBatch& batch) {
  if (batch.size() == 0) return 0;
  KeyBuilder keys(plan.key, plan.read.id);
  Bytes entries;
  for (std::size_t i = 0; i < batch.size(); ++i) keys.add(batch.record(i));
  for (std::size_t i = 0; i < keys.size(); ++i) append_entry(entries, keys.entry(i));
  return entries.size() / batch.size();
}

/// What a side would take of the machine; `entry_bytes` is the size of a record and its key in memory.
void plan_side(const JobSide& side, const SidePlan& plan, const RunOptions& options, std::uint64_t memory,
               std::uint64_t entry_bytes, bool streams, SideCheck& check) {
  const SideLimits limits = plan.needs_all_fields ? linkage_limits(memory) : side_limits(memory, side.source);
  const bool one_after_the_other = options.threads == 1 && !streams;
  check.plan.push_back(
      fmt::format("threads: {}{}", one_after_the_other ? "read by the run's own" : "one reads and sorts",
                  std::holds_alternative<RestSpec>(side.source) ? ", one keeps requests in flight" : ""));
  if (streams) {
    check.plan.emplace_back("memory: records of one group at a time, and a queue of 256 KiB");
    return;
  }
  std::string line =
      fmt::format("memory: {} to sort, {} to check ids, {} to read", format_size(limits.sort_memory_bytes),
                  format_size(limits.id_memory_bytes), format_size(source_memory(memory, side.source)));
  if (check.records && entry_bytes > 0) {
    const std::uint64_t needed = *check.records * entry_bytes;
    line += needed <= limits.sort_memory_bytes
                ? "; about " + format_size(needed) + " needed, no temporary disk"
                : fmt::format("; about {} needed, so some {} of temporary disk, compressed",
                              format_size(needed), format_size(needed / 2));
  }
  check.plan.push_back(std::move(line));
}

void estimate(const JobSide& side, const RecordStream& stream, CancelToken& cancel, SideCheck& check) {
  if (const auto announced = stream.report().expected) {
    check.records = announced;
    check.records_from = "announced by the API";
  } else if (const auto estimated = estimate_records(side.source, cancel)) {
    check.records = estimated->records;
    check.records_from = "by " + estimated->from;
  }
}

/// Where the weights are from; the file that they are from is read as a run does.
std::string weights_plan(const Job& job, const LinkagePlan& plan, std::vector<std::string>& lines) {
  const LinkageJob& made = *job.linkage;
  if (!made.model.empty()) {
    const linkage::Model model = read_model(made.model, plan.spec, lines);
    const std::vector<std::string> odd = linkage::odd_weights(plan.spec, model);
    lines.insert(lines.end(), odd.begin(), odd.end());
    return "of " + made.model.string();
  }
  if (made.labels.empty()) return "trained by the run";
  const std::size_t pairs = read_pair_file(made.labels, job.left.name, job.right.name).size();
  return fmt::format("trained on the {} of {}", format_count(pairs, "pair"), made.labels.string());
}

/// How the sides meet.
std::vector<std::string> meeting_plan(const Job& job, const Plan& plan) {
  std::vector<std::string> lines{
      fmt::format("memory of the run: {}, the program's own share among it", format_size(job.memory_bytes))};
  if (!job.linkage) {
    std::vector<std::string> parts;
    for (const MatchPart& part : job.match) parts.push_back(part.left);
    lines.push_back(fmt::format("match: equal {}, in the order of their bytes", fmt::join(parts, ", ")));
    return lines;
  }
  std::vector<std::string> compared;
  for (const auto& comparison : plan.linkage->spec.comparisons) compared.push_back(comparison.name);
  lines.push_back(fmt::format("match: probabilistic, {} compared; weights {}", fmt::join(compared, ", "),
                              weights_plan(job, *plan.linkage, lines)));
  for (const linkage::BlockRule& rule : plan.linkage->spec.blocks)
    lines.push_back(fmt::format("compares pairs that share {}{}", rule.name, rule.strict ? " (strict)" : ""));
  return lines;
}

SideCheck check_side(const JobSide& side, const SidePlan& plan, const RunOptions& options,
                     std::uint64_t memory, const Outputs* outputs, CancelToken& cancel) {
  SideCheck check;
  check.name = side.name;
  check.how = how(side);
  check.fields = described(plan.read);
  SideProgress progress;
  SourceContext context{plan.read, progress, cancel, source_memory(memory, side.source)};
  if (outputs != nullptr) context.targets = outputs->targets_beside(side.source);
  const auto stream = open_side(plan, first_page_only(side.source), context);
  try {
    check.how += ordered(side, *stream);
    RecordBatch batch;
    check.has_records = stream->next(batch);
    check.known = stream->field_names();
    auto& rejects = batch.rejects().size() > plan.max_rejects ? check.problems : check.notes;
    for (const Reject& reject : batch.rejects())
      rejects.push_back("rejected, " + reject.origin.text() + ": " + printable(reject.reason));
    for (std::string& line : stream->missing_fields()) check.problems.push_back(std::move(line));
    estimate(side, *stream, cancel, check);
    plan_side(side, plan, options, memory, bytes_an_entry(plan, batch),
              plan.ordered_parts > 0 || stream->ordered_fields() > 0, check);
  } catch (Error& error) {
    error.in(side.name);
    throw;
  }
  if (!check.has_records) check.problems.emplace_back("the side has no records; a run needs --allow-empty");
  return check;
}

/// `outputs` can be null: then none is at stake.
JobCheck check_sides(const Job& job, const RunOptions& options, const Outputs* outputs, CancelToken& cancel) {
  const Job planned = job.one_sided ? one_side_of(job, Side::left) : job;
  const Plan plan = make_plan(planned, job.as_of.value_or(today_utc()));
  JobCheck check;
  check.left = check_side(planned.left, plan.left, options, job.memory_bytes, outputs, cancel);
  if (!job.one_sided)
    check.right = check_side(planned.right, plan.right, options, job.memory_bytes, outputs, cancel);
  check.plan = meeting_plan(planned, plan);
  return check;
}

}  // namespace

JobCheck plan_job(const Job& job, const RunOptions& options, CancelToken& cancel) {
  return check_sides(job, options, nullptr, cancel);
}

JobCheck check_job(const Job& job, const RunOptions& options, CancelToken& cancel) {
  if (job.one_sided) return plan_job(job, options, cancel);  // what it is for publishes no outputs
  const Plan plan = make_plan(job, job.as_of.value_or(today_utc()));
  const Outputs outputs(
      job, plan, output_folder(job, options), new_load_run(job, plan.as_of),
      [] { return std::chrono::seconds(0); }, cancel);
  JobCheck check = check_sides(job, options, &outputs, cancel);
  check.outputs = outputs.places();
  return check;
}

}  // namespace counterpart
