#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <thread>

#include "app/commands.hpp"
#include "app/linkage_view.hpp"
#include "app/signals.hpp"
#include "app/summary_view.hpp"
#include "base/size.hpp"
#include "job/check.hpp"
#include "job/count_pairs.hpp"
#include "job/plan.hpp"
#include "job/run.hpp"

namespace counterpart::app {
namespace {

std::string listed(const std::vector<std::string>& names) {
  return shown(fmt::format("{}", fmt::join(names, ", ")));
}

std::string side_text(const SideCheck& side) {
  std::string text =
      fmt::format("{}: {}\n  reads: {}\n", shown(side.name), shown(side.how), listed(side.fields));
  if (!side.known.empty()) text += fmt::format("  has:   {}\n", listed(side.known));
  if (side.records)
    text += fmt::format("  about {} records, {}\n", format_count(*side.records), shown(side.records_from));
  for (const std::string& line : side.plan) text += fmt::format("  {}\n", shown(line));
  for (const std::string& note : side.notes) text += fmt::format("  note: {}\n", shown(note));
  for (const std::string& problem : side.problems) text += fmt::format("  problem: {}\n", shown(problem));
  return text;
}

std::string check_text(const JobCheck& check) {
  std::string text = side_text(check.left) + (check.right ? side_text(*check.right) : "");
  for (const std::string& line : check.plan) text += shown(line) + "\n";
  for (const std::string& output : check.outputs) text += fmt::format("would write {}\n", shown(output));
  return text;
}

std::string side_fields(const SideCheck& side) {
  return fmt::format(
      "{}:{{\"how\":{},\"reads\":{},\"has\":{},\"records\":{},\"records_from\":{},\"plan\":{},"
      "\"notes\":{},\"problems\":{}}}",
      json_text(side.name), json_text(side.how), json_list(side.fields), json_list(side.known),
      side.records ? std::to_string(*side.records) : "null", json_text(side.records_from),
      json_list(side.plan), json_list(side.notes), json_list(side.problems));
}

std::string check_fields(const JobCheck& check) {
  return fmt::format("\"schema_version\":1,\"sides\":{{{}{}}},\"plan\":{},\"outputs\":{}",
                     side_fields(check.left), check.right ? "," + side_fields(*check.right) : "",
                     json_list(check.plan), json_list(check.outputs));
}

/// The outputs are published by now: that nobody can read about it must not look like a failed run.
void print_summary(const Summary& summary, const Voice& voice) {
  try {
    print(summary_text(summary, voice.verbose));
  } catch (const Error& error) {
    throw Error(ErrorKind::output,
                fmt::format("{}; the run itself is done and its outputs are published", error.what()))
        .hint("do not run it again for this; give standard output a place, or use --quiet");
  }
}

}  // namespace

void run_job_and_print(const RunFlags& flags, CancelToken& cancel) {
  const Job job = with_options(load_job(flags.job), flags.options);
  Summary summary;
  {
    RunProgress progress;
    const ProgressDisplay display(progress, job.left.name, job.right.name, flags.progress, flags.voice);
    summary = run_job(job, flags.options, cancel, progress);
  }
  for (const std::string& warning : summary.warnings) print_warning(flags.voice, warning);
  if (flags.voice.json) {
    print_event("summary", summary_fields(summary));
  } else if (!flags.voice.quiet) {
    print_summary(summary, flags.voice);
  }
}

int run_command(const RunFlags& flags) {
  CancelToken cancel;
  const SignalWatch signals(cancel, flags.voice);
  run_job_and_print(flags, cancel);
  return 0;
}

void check_job_and_print(const RunFlags& flags, CancelToken& cancel) {
  const Job job = with_options(load_job(flags.job), flags.options);
  const JobCheck check = check_job(job, flags.options, cancel);
  const std::size_t problems = check.left.problems.size() + (check.right ? check.right->problems.size() : 0);
  if (flags.voice.json) {
    print_event(problems == 0 ? "summary" : "status", check_fields(check));
  } else if (!flags.voice.quiet || problems > 0) {
    print(check_text(check) + (problems == 0 ? "ok\n" : ""));
  }
  if (problems == 0) return;
  throw Error(ErrorKind::policy,
              fmt::format("{} to look at before a run",
                          problems == 1 ? "1 problem" : fmt::format("{} problems", problems)))
      .hint("each is listed at its side; nothing was written");
}

int plan_command(const PlanFlags& flags) {
  CancelToken cancel;
  const SignalWatch signals(cancel, flags.voice);
  const Job job = with_options(load_job(flags.job), flags.options);
  const JobCheck check = plan_job(job, flags.options, cancel);
  std::optional<PairCounts> counts;
  if (flags.count) {
    RunProgress progress;
    const ProgressDisplay display(progress, job.left.name, job.one_sided ? "" : job.right.name,
                                  ProgressMode::automatic, flags.voice);
    counts = count_pairs(job, flags.options, cancel, progress);
  }
  if (flags.voice.json) {
    print_event("summary", check_fields(check) + (counts ? "," + pair_count_fields(*counts) : ""));
  } else if (!flags.voice.quiet) {
    print(check_text(check) + (counts ? pair_count_text(*counts) : ""));
  }
  return 0;
}

int check_command(const RunFlags& flags) {
  CancelToken cancel;
  const SignalWatch signals(cancel, flags.voice);
  check_job_and_print(flags, cancel);
  return 0;
}

}  // namespace counterpart::app
