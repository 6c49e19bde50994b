#include "sink/sqlite_runs.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "base/utf8.hpp"
#include "db/url.hpp"
#include "sink/locked_file.hpp"
#include "sink/run_log.hpp"
#include "sink/sqlite_target.hpp"

namespace counterpart {
namespace {

constexpr int kStatusWaitMs = 2'000;

RunsRow row_of(const SqliteStatement& statement) {
  RunsRow row;
  for (int i = 0; i < statement.columns(); ++i) {
    const Value value = statement.value(i);
    row.push_back(value.is_null() ? std::nullopt : std::optional(to_text(value)));
  }
  return row;
}

/// The first run that replaced the table after this one.
std::optional<LoadRecord> replacing_run(SqliteDatabase& database, const std::string& table,
                                        const std::string& run_id) {
  SqliteStatement query = database.prepare(
      fmt::format("SELECT {} FROM {} WHERE {} ORDER BY seq LIMIT 1", runs_column_list(), kRunsTable,
                  replaced_since(kRunsTable, "target_table = ?1 COLLATE NOCASE", "run_id = ?2")));
  query.bind(0, Value::string(table));
  query.bind(1, Value::string(run_id));
  if (!query.step()) return std::nullopt;
  return runs_record(row_of(query));
}

/// Fills the status of a table whose file is open.
void look(SqliteDatabase& database, const TableSpec& spec, const std::string& run_id, TableStatus& status) {
  status.exists = sqlite_table_exists(database, spec.table);
  if (status.exists)
    status.rows =
        static_cast<std::uint64_t>(database.number("SELECT COUNT(*) FROM " + sqlite_quoted(spec.table)));
  status.latest = sqlite_run(database, spec.table, "");
  if (run_id.empty()) return;
  status.asked = sqlite_run(database, spec.table, run_id);
  status.loaded_by_run = status.asked.has_value();
  if (status.asked) status.replaced = replacing_run(database, spec.table, run_id);
}

}  // namespace

void open_sqlite_runs(SqliteDatabase& database) {
  database.run(runs_ddl(Dialect::sqlite));
  try {
    database.prepare(fmt::format("SELECT {} FROM {}", runs_column_list(), kRunsTable));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::load_rolled_back) throw;
    throw Error(ErrorKind::load_rolled_back, error.what())
        .hint(fmt::format("the table {} is not one of this program; rename it", kRunsTable));
  }
}

void add_sqlite_run(SqliteDatabase& database, const LoadRecord& record) {
  const RunsRow row = runs_row(Dialect::sqlite, record, kPublished);
  std::string marks;
  for (std::size_t i = 0; i < row.size(); ++i) marks += i == 0 ? "?" : ", ?";
  SqliteStatement insert =
      database.prepare(fmt::format("INSERT INTO {} ({}) VALUES ({})", kRunsTable, runs_column_list(), marks));
  for (std::size_t i = 0; i < row.size(); ++i)
    insert.bind(static_cast<int>(i), row[i] ? Value::string(*row[i]) : Value::null());
  insert.step();
}

std::optional<LoadRecord> sqlite_run(SqliteDatabase& database, const std::string& table,
                                     const std::string& run_id) {
  if (!sqlite_table_exists(database, std::string(kRunsTable))) return std::nullopt;
  SqliteStatement query = database.prepare(fmt::format(
      "SELECT {} FROM {} WHERE target_table = ?1 COLLATE NOCASE AND (?2 = '' OR run_id = ?2) ORDER BY "
      "seq DESC LIMIT 1",
      runs_column_list(), kRunsTable));
  query.bind(0, Value::string(table));
  query.bind(1, Value::string(run_id));
  if (!query.step()) return std::nullopt;
  return runs_record(row_of(query));
}

bool sqlite_kept(SqliteDatabase& database, const std::string& table, const std::string& name) {
  SqliteStatement query = database.prepare(fmt::format(
      "SELECT 1 FROM {} WHERE target_table = ?1 COLLATE NOCASE AND kept_as = ?2 COLLATE NOCASE", kRunsTable));
  query.bind(0, Value::string(table));
  query.bind(1, Value::string(name));
  return query.step();
}

TableStatus sqlite_table_status(const TableSpec& spec, const std::string& run_id, CancelToken& cancel) {
  const std::filesystem::path file = parse_sqlite_url(spec.url);
  TableStatus status;
  status.place = fmt::format("table {} in sqlite:{}", printable(spec.table), printable(file.string()));
  std::error_code problem;
  if (!std::filesystem::exists(file, problem) && !problem) {
    if (!run_id.empty()) status.loaded_by_run = false;
    return status;
  }
  // Asked before the database is open: to close this descriptor would release the locks of SQLite.
  const bool held = !run_id.empty() && LockedFile::is_held(file);
  // Opened for writing, since only a writer may undo what a killed run left half done.
  SqliteDatabase database(file, SqliteDatabase::Mode::read_write, ErrorKind::load_unknown, cancel);
  database.wait_for_locks(kStatusWaitMs);
  database.run("BEGIN");
  look(database, spec, run_id, status);
  if (held && !status.asked) status.loaded_by_run.reset();
  return status;
}

}  // namespace counterpart
