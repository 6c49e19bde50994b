#pragma once
/// `counterpart_runs` in an SQLite file. Its rows are written in the transaction of the load, so that each of
/// them is true.

#include <optional>
#include <string>

#include "db/sqlite.hpp"
#include "sink/sink.hpp"

namespace counterpart {

/// Makes the table if it is missing. Error(load_rolled_back) if something else has its name.
void open_sqlite_runs(SqliteDatabase& database);
void add_sqlite_run(SqliteDatabase& database, const LoadRecord& record);

/// The row of a run (or, with an empty id, of the last one) that loaded the table; nothing if there is none.
std::optional<LoadRecord> sqlite_run(SqliteDatabase& database, const std::string& table,
                                     const std::string& run_id);
/// True if a run kept an older table under this name.
bool sqlite_kept(SqliteDatabase& database, const std::string& table, const std::string& name);

/// As `table_status` of sink.hpp.
TableStatus sqlite_table_status(const TableSpec& spec, const std::string& run_id, CancelToken& cancel);

}  // namespace counterpart
