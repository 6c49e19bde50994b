#pragma once
/// Where rows go, as plain values, and the one place that opens them. Rows arrive as batches of compact
/// records whose values fit the columns already (record/column.hpp).

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/cancel.hpp"
#include "base/secret.hpp"
#include "db/url.hpp"
#include "record/column.hpp"
#include "record/stream.hpp"

namespace counterpart {

enum class Dialect { mysql, postgres, sqlite };

/// `CREATE TABLE …;` with a trailing newline that runs as it stands: a surrogate `id` key first, then the
/// columns, identifiers quoted only where the dialect needs it (a plain lower-case name that is no reserved
/// word stands bare). With `key` its columns are not null, and unique together.
std::string ddl(Dialect dialect, const std::string& table, const std::vector<Column>& columns,
                const std::vector<std::string>& key = {});

/// The reference report: elapsed time, number of matches, the first `sample` rows as JSON, the DDL.
struct ReportSpec {
  std::filesystem::path path;
  std::vector<Column> columns;  ///< with the names that the sample shows
  std::uint64_t sample = 10;
  std::string ddl;
  std::function<std::chrono::seconds()> elapsed;  ///< asked once, when the report is written
};

/// Rows as CSV (RFC 4180: a header line, \r\n never, \n line ends, quotes where needed, null empty and ""
/// quoted) or as JSON Lines (typed: numbers and booleans bare, dates as strings, null as null). A CSV text
/// that begins like a formula (= + - @, their full-width forms, TAB, CR, LF) gets a `'` in front, so that a
/// spreadsheet shows it instead of running it.
struct RowFileSpec {
  enum class Kind { csv, jsonl } kind = Kind::csv;
  std::filesystem::path path;
  std::vector<Column> columns;
  bool raw = false;  ///< CSV texts exactly as they are, formulas too
};

/// Which run loads a table: what the row of `counterpart_runs` says of it beside what was loaded.
struct LoadRun {
  std::string id;
  std::string job;         ///< the path of the job file
  std::string job_digest;  ///< of its bytes
  std::string as_of;       ///< YYYY-MM-DD
  std::string started_at;  ///< as format_timestamp gives it
  std::string version;     ///< of the program
};

/// A table of a warehouse, loaded all or nothing.
struct TableSpec {
  enum class Mode { replace, append, upsert } mode = Mode::replace;
  std::string url;  ///< "sqlite:FILE", "mysql://…" or "postgres://…", as for sources
  Secret password;
  std::string table;
  std::vector<Column> columns;
  std::vector<std::string> key = {};      ///< of `upsert`: columns that no two rows share
  std::uint64_t min_rows = 0;             ///< fewer rows of a load are refused
  std::optional<double> max_shrink = {};  ///< of `replace`: the part of the rows that may go, 0 to 1
  std::string keep_previous = {};         ///< of `replace`: the old table's new name; empty: it goes
  LoadRun run = {};
  TlsSpec tls = {};
};

/// A row of `counterpart_runs`: one table as one run loaded it.
struct LoadRecord {
  LoadRun run;
  std::string table;
  std::string mode;
  std::uint64_t rows = 0;        ///< of the run
  std::uint64_t rows_after = 0;  ///< in the table when they were published
  std::string digest;            ///< of the run's rows in their order
  std::string kept_as;           ///< the name that the table before got; empty: none
  std::string finished_at;       ///< as format_timestamp gives it
};

/// What is known of a table that runs load.
struct TableStatus {
  std::string place;  ///< as RecordSink::place
  bool exists = false;
  std::uint64_t rows = 0;            ///< now
  std::optional<LoadRecord> latest;  ///< the last run that loaded it
  /// Whether the table is loaded by the run that was asked for: it loaded it, no later run replaced it, and
  /// it is there. Nothing while it cannot be told, as during the run.
  std::optional<bool> loaded_by_run;
  std::optional<LoadRecord> asked;     ///< that run's row if it loaded the table, whatever became of that
  std::optional<LoadRecord> replaced;  ///< the first run after it that replaced the table
};

std::unique_ptr<RecordSink> open_report(ReportSpec spec);
std::unique_ptr<RecordSink> open_row_file(RowFileSpec spec);
/// The dialect of the database that the url of a table leads to.
Dialect table_dialect(const std::string& url) noexcept;
/// Connects, takes the lock of the target (ErrorKind::locked if another run has it), and checks rights,
/// engine, columns and key before anything is read. Errors: load_rolled_back; output for an SQLite file that
/// cannot be opened; policy for rows that the spec does not allow; load_unknown if nobody can tell whether
/// `commit` made them visible.
std::unique_ptr<RecordSink> open_table(TableSpec spec, CancelToken& cancel);

/// Looks at a table and its runs without changing anything. `run_id` can be empty. Error(load_unknown) if
/// nothing can be told.
TableStatus table_status(const TableSpec& spec, const std::string& run_id, CancelToken& cancel);

}  // namespace counterpart
