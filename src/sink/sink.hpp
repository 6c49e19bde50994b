#pragma once
/// Where rows go, as plain values, and the one place that opens them. Rows arrive as batches of compact
/// records whose values fit the columns already (record/column.hpp).

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/cancel.hpp"
#include "base/secret.hpp"
#include "record/column.hpp"
#include "record/stream.hpp"

namespace counterpart {

enum class Dialect { mysql, postgres, sqlite };

/// `CREATE TABLE …;` with a trailing newline that runs as it stands: a surrogate `id` key first, then the
/// columns, identifiers quoted only where the dialect needs it (a plain lower-case name that is no reserved
/// word stands bare).
std::string ddl(Dialect dialect, const std::string& table, const std::vector<Column>& columns);

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
/// that begins like a formula (= + - @ TAB CR) gets a `'` in front, so that a spreadsheet shows it instead of
/// running it.
struct RowFileSpec {
  enum class Kind { csv, jsonl } kind = Kind::csv;
  std::filesystem::path path;
  std::vector<Column> columns;
  bool raw = false;  ///< CSV texts exactly as they are, formulas too
};

/// A table of a warehouse, loaded all or nothing.
struct TableSpec {
  enum class Mode { replace, append } mode = Mode::replace;
  std::string url;  ///< "sqlite:FILE" or "mysql://…", as for sources
  Secret password;
  std::string table;
  std::vector<Column> columns;
};

std::unique_ptr<RecordSink> open_report(ReportSpec spec);
std::unique_ptr<RecordSink> open_row_file(RowFileSpec spec);
/// Connects, takes the lock of the target (ErrorKind::locked if another run has it), and checks rights,
/// engine and columns before anything is read. Errors: load_rolled_back, and output for an SQLite file that
/// cannot be opened.
std::unique_ptr<RecordSink> open_table(TableSpec spec, CancelToken& cancel);

}  // namespace counterpart
