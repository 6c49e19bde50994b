#include "sink/run_log.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/calendar.hpp"
#include "base/utf8.hpp"
#include "sink/load_tally.hpp"

namespace counterpart {
namespace {

enum Index : std::size_t {
  run_id,
  target_table,
  state,
  job,
  job_digest,
  as_of,
  mode,
  rows_written,
  rows_after,
  rows_digest,
  kept_as,
  started_at,
  finished_at,
  program_version,
  count
};

/// What a dialect calls the types of the table.
struct RunsTypes {
  std::string_view sequence;
  std::string_view day;
  std::string_view instant;
  std::string_view options;
};
/// In the order of Dialect.
constexpr std::array<RunsTypes, 3> kRunsTypes{
    {{"BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY", "DATE", "DATETIME(6)",
      " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"},
     {"BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "DATE", "TIMESTAMPTZ", ""},
     {"INTEGER PRIMARY KEY", "TEXT", "TEXT", ""}}};

std::optional<std::string> or_null(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

/// An instant as the dialect's own text: MySQL takes neither 'T' nor 'Z' in strict mode.
std::optional<std::string> instant(Dialect dialect, std::string text) {
  if (dialect == Dialect::mysql && !text.empty()) {
    std::replace(text.begin(), text.end(), 'T', ' ');
    if (text.back() == 'Z') text.pop_back();
  }
  return or_null(std::move(text));
}

std::string instant_of(const std::optional<std::string>& text) {
  const auto micros = parse_timestamp(text.value_or(""));
  return micros ? format_timestamp(*micros) : text.value_or("");
}

std::uint64_t whole(const std::optional<std::string>& text) {
  std::uint64_t number = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

}  // namespace

std::string runs_ddl(Dialect dialect, std::string_view table) {
  const RunsTypes& types = kRunsTypes[static_cast<std::size_t>(dialect)];
  return fmt::format(
      "CREATE TABLE IF NOT EXISTS {} (seq {}, run_id VARCHAR(64) NOT NULL, target_table VARCHAR(128) NOT "
      "NULL, "
      "state VARCHAR(16) NOT NULL, job TEXT NOT NULL, job_digest VARCHAR(64) NOT NULL, as_of {}, "
      "mode VARCHAR(16) NOT NULL, rows_written BIGINT NOT NULL, rows_after BIGINT NOT NULL, "
      "rows_digest VARCHAR(64) NOT NULL, kept_as VARCHAR(128), started_at {}, finished_at {}, "
      "program_version VARCHAR(32) NOT NULL, UNIQUE (target_table, run_id)){}",
      table, types.sequence, types.day, types.instant, types.instant, types.options);
}

const std::vector<std::string>& runs_columns() {
  static const std::vector<std::string> columns{"run_id",      "target_table",   "state",   "job",
                                                "job_digest",  "as_of",          "mode",    "rows_written",
                                                "rows_after",  "rows_digest",    "kept_as", "started_at",
                                                "finished_at", "program_version"};
  return columns;
}

std::string runs_column_list() {
  return fmt::format("{}", fmt::join(runs_columns(), ", "));
}

RunsRow runs_row(Dialect dialect, const LoadRecord& record, std::string_view state_of_row) {
  RunsRow row(Index::count);
  row[run_id] = record.run.id;
  row[target_table] = record.table;
  row[state] = std::string(state_of_row);
  row[job] = printable(record.run.job);
  row[job_digest] = record.run.job_digest;
  row[as_of] = or_null(record.run.as_of);
  row[mode] = record.mode;
  row[rows_written] = std::to_string(record.rows);
  row[rows_after] = std::to_string(record.rows_after);
  row[rows_digest] = record.digest;
  row[kept_as] = or_null(record.kept_as);
  row[started_at] = instant(dialect, record.run.started_at);
  row[finished_at] = instant(dialect, record.finished_at);
  row[program_version] = record.run.version;
  return row;
}

LoadRecord runs_record(const RunsRow& row) {
  LoadRecord record;
  record.run = {row[run_id].value_or(""), row[job].value_or(""),       row[job_digest].value_or(""),
                row[as_of].value_or(""),  instant_of(row[started_at]), row[program_version].value_or("")};
  record.table = row[target_table].value_or("");
  record.mode = row[mode].value_or("");
  record.rows = whole(row[rows_written]);
  record.rows_after = whole(row[rows_after]);
  record.digest = row[rows_digest].value_or("");
  record.kept_as = row[kept_as].value_or("");
  record.finished_at = instant_of(row[finished_at]);
  return record;
}

std::string runs_state(const RunsRow& row) {
  return row[state].value_or("");
}

std::string replaced_since(std::string_view runs, std::string_view target, std::string_view run) {
  return fmt::format("{0} AND mode = '{3}' AND seq > (SELECT MAX(seq) FROM {1} WHERE {0} AND {2})", target,
                     runs, run, mode_name(TableSpec::Mode::replace));
}

void settle_status(TableStatus& status) {
  if (status.loaded_by_run == true && (!status.exists || status.replaced)) status.loaded_by_run = false;
}

std::string status_hint(const LoadRun& run) {
  return fmt::format("once the database answers again, this tells: counterpart status {} {}",
                     printable(run.job), run.id);
}

Error kept_name_taken(const std::string& place, const std::string& name) {
  return Error(ErrorKind::load_rolled_back,
               fmt::format("{}: the old table cannot be kept as '{}', which is there and was kept by no run",
                           place, printable(name)))
      .hint("give keep_previous a name that is free, or rename that table");
}

}  // namespace counterpart
