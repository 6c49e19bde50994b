#pragma once
/// What has to be known of an SQLite table before rows are read for it.

#include <string>

#include "db/sqlite.hpp"
#include "sink/sink.hpp"

namespace counterpart {

/// True if the database has a table of this name; Error(load_rolled_back) if it is a view.
bool sqlite_table_exists(SqliteDatabase& database, const std::string& table);

/// Checks a table that is there: it has the columns, which keep the job's values and are not generated, and
/// with `spec.key` a unique index over exactly these tells texts apart by their bytes.
/// Error(load_rolled_back) otherwise; `place` is how messages call the table.
void check_sqlite_target(SqliteDatabase& database, const TableSpec& spec, const std::string& place);

/// For each column of `spec`, whether the table makes texts of numbers that are put into it (TEXT affinity):
/// SQLite would write a float there with 15 digits alone.
std::vector<bool> sqlite_text_columns(SqliteDatabase& database, const TableSpec& spec);

}  // namespace counterpart
