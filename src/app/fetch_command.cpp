#include <fmt/format.h>

#include <algorithm>

#include "app/commands.hpp"
#include "app/signals.hpp"
#include "base/calendar.hpp"
#include "base/size.hpp"
#include "job/fetch.hpp"
#include "job/outputs.hpp"
#include "job/plan.hpp"
#include "job/run.hpp"

namespace counterpart::app {

int ddl_command(const DdlFlags& flags) {
  const Job job = load_job(flags.job, false);
  Dialect dialect = Dialect::mysql;
  if (flags.dialect.empty()) {
    const auto table = std::find_if(job.outputs.begin(), job.outputs.end(), [](const OutputSpec& output) {
      return output.kind == OutputSpec::Kind::table;
    });
    if (table != job.outputs.end()) dialect = table_dialect(table->url);
  } else {
    dialect = flags.dialect == "postgres" ? Dialect::postgres
              : flags.dialect == "sqlite" ? Dialect::sqlite
                                          : Dialect::mysql;
  }
  print(job_ddl(job, make_plan(job, job.as_of.value_or(today_utc())), dialect));
  return 0;
}

int fetch_command(const FetchFlags& flags) {
  CancelToken cancel;
  const SignalWatch signals(cancel, flags.voice);
  const Job job = with_options(load_job(flags.job), flags.options);
  const bool left = flags.side == "left" || flags.side == job.left.name;
  if (!left && flags.side != "right" && flags.side != job.right.name) {
    throw Error(ErrorKind::usage,
                fmt::format("--side is left ({}) or right ({})", job.left.name, job.right.name));
  }
  RunProgress progress;
  Fetched fetched;
  {
    const ProgressDisplay display(progress, job.left.name, job.right.name, ProgressMode::automatic,
                                  flags.voice);
    fetched = fetch_side(job, left ? Side::left : Side::right, {flags.output, flags.record}, cancel,
                         left ? progress.left : progress.right);
  }
  const SideLedger& ledger = fetched.ledger;
  for (const std::string& warning : fetched.warnings)
    print_warning(flags.voice, ledger.name + ": " + warning);
  if (!flags.voice.quiet && !flags.voice.json) {
    const std::string recorded = flags.record.empty() ? "" : ", recorded " + flags.record.string();
    print_error_stream(fmt::format("{}: {} records read, {} rejected, wrote {}{}\n", ledger.name,
                                   format_count(ledger.read), format_count(ledger.rejected),
                                   shown(flags.output.string()), shown(recorded)));
  }
  if (flags.voice.json)
    print_event("summary", fmt::format("\"read\":{},\"rejected\":{}", ledger.read, ledger.rejected));
  return 0;
}

}  // namespace counterpart::app
