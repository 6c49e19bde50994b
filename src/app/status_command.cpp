#include <fmt/format.h>

#include <algorithm>

#include "app/commands.hpp"
#include "app/signals.hpp"
#include "base/size.hpp"
#include "base/utf8.hpp"
#include "job/run.hpp"
#include "job/status.hpp"

namespace counterpart::app {
namespace {

std::string record_text(const LoadRecord& record) {
  std::string text = fmt::format(
      "{} of {} rows, as of {}, finished {}\n  digest {}  job {}  counterpart {}\n", printable(record.mode),
      format_count(record.rows), printable(record.run.as_of), printable(record.finished_at),
      printable(record.digest), printable(record.run.job), printable(record.run.version));
  if (!record.kept_as.empty())
    text += fmt::format("  the table before is kept as {}\n", printable(record.kept_as));
  return text;
}

/// Why the table is not loaded by the run that was asked for.
std::string unloaded_text(const TableStatus& table) {
  if (!table.asked) return "not loaded";
  if (!table.exists) return "was loaded, and the table is gone";
  return "was loaded, and replaced by run " + (table.replaced ? printable(table.replaced->run.id) : "");
}

/// What became of the run that was asked for.
std::string run_text(const TableStatus& table) {
  if (!table.loaded_by_run) return "cannot be told, a run is at work\n";
  return *table.loaded_by_run && table.asked ? "loaded, " + record_text(*table.asked)
                                             : unloaded_text(table) + "\n";
}

std::string table_text(const TableStatus& table, const std::string& run_id) {
  std::string text = shown(table.place) + ": " +
                     (table.exists ? fmt::format("{} rows\n", format_count(table.rows)) : "not there\n");
  if (table.latest) {
    text += fmt::format("  last run {}: ", printable(table.latest->run.id)) + record_text(*table.latest);
    if (table.exists && table.rows != table.latest->rows_after)
      text += fmt::format("  changed since: that run left {} rows\n", format_count(table.latest->rows_after));
  } else {
    text += "  no run of counterpart loaded it\n";
  }
  if (run_id.empty()) return text;
  return text + fmt::format("  run {}: {}", printable(run_id), run_text(table));
}

std::string record_fields(const std::optional<LoadRecord>& record) {
  if (!record) return "null";
  return fmt::format(
      "{{\"run_id\":{},\"job\":{},\"job_digest\":{},\"as_of\":{},\"mode\":{},\"rows\":{},\"rows_after\":{},"
      "\"digest\":{},\"kept_as\":{},\"started_at\":{},\"finished_at\":{},\"version\":{}}}",
      json_text(record->run.id), json_text(record->run.job), json_text(record->run.job_digest),
      json_text(record->run.as_of), json_text(record->mode), record->rows, record->rows_after,
      json_text(record->digest), json_text(record->kept_as), json_text(record->run.started_at),
      json_text(record->finished_at), json_text(record->run.version));
}

std::string status_fields(const std::vector<TableStatus>& tables, const std::string& run_id) {
  std::string list;
  for (const TableStatus& table : tables) {
    list += fmt::format("{}{{\"place\":{},\"exists\":{},\"rows\":{},\"latest\":{}", list.empty() ? "" : ",",
                        json_text(table.place), table.exists, table.rows, record_fields(table.latest));
    if (!run_id.empty()) {
      list += fmt::format(",\"run\":{},\"replaced_by\":{},\"loaded\":{}", record_fields(table.asked),
                          table.replaced ? json_text(table.replaced->run.id) : "null",
                          !table.loaded_by_run   ? "null"
                          : *table.loaded_by_run ? "true"
                                                 : "false");
    }
    list += "}";
  }
  return fmt::format("\"schema_version\":1,\"tables\":[{}]", list);
}

/// The answer is out by now; the exit code says it again for scripts.
void refuse_unloaded(const std::vector<TableStatus>& tables, const std::string& run_id) {
  const auto loaded = [&](const std::optional<bool>& answer) {
    return std::count_if(tables.begin(), tables.end(),
                         [&](const TableStatus& table) { return table.loaded_by_run == answer; });
  };
  const std::string id = printable(run_id);
  if (loaded(std::nullopt) > 0) {
    throw Error(ErrorKind::load_unknown,
                fmt::format("run {}: it cannot be told yet, a run is loading the table now", id))
        .hint("ask again when no run is at work");
  }
  if (loaded(false) == 0) return;
  const auto lost = std::find_if(tables.begin(), tables.end(), [](const TableStatus& table) {
    return table.loaded_by_run == false && table.asked;
  });
  const std::string count = fmt::format("run {}: loaded in {} of {} table{}", id, loaded(true), tables.size(),
                                        tables.size() == 1 ? "" : "s");
  if (lost != tables.end()) {
    throw Error(ErrorKind::load_rolled_back,
                fmt::format("{}; {}: {}", count, shown(lost->place), unloaded_text(*lost)))
        .hint("its rows are there no more; run the job again if they are wanted");
  }
  throw Error(ErrorKind::load_rolled_back, count)
      .hint(loaded(true) == 0
                ? "it changed nothing, or the table it loaded was dropped with its row; run the job again"
                : "the others are as they were; run the job again");
}

}  // namespace

int status_command(const StatusFlags& flags) {
  CancelToken cancel;
  const SignalWatch signals(cancel, flags.voice);
  const Job job = with_options(load_job(flags.job), flags.options);
  const std::vector<TableStatus> tables = job_status(job, flags.options, flags.run_id, cancel);
  const bool asks = !flags.run_id.empty();
  const bool answered = !asks || std::all_of(tables.begin(), tables.end(), [](const TableStatus& table) {
    return table.loaded_by_run == std::optional(true);
  });
  if (flags.voice.json) {
    print_event(answered ? "summary" : "status", status_fields(tables, flags.run_id));
  } else if (!flags.voice.quiet) {
    std::string text;
    for (const TableStatus& table : tables) text += table_text(table, flags.run_id);
    print(text);
  }
  if (asks) refuse_unloaded(tables, flags.run_id);
  return 0;
}

}  // namespace counterpart::app
