#pragma once
/// The table `counterpart_runs` that every database with loaded tables has: one row for each table and run,
/// in the order of publishing.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sink/sink.hpp"

namespace counterpart {

inline constexpr std::string_view kRunsTable = "counterpart_runs";
/// States of a row. `prepared` is of MySQL alone, where a table is swapped outside of any transaction: see
/// docs/design/loads.md.
inline constexpr std::string_view kPublished = "published";
inline constexpr std::string_view kPrepared = "prepared";

/// Makes the table if it is missing: one statement without a semicolon. `table` is its name as SQL writes it.
std::string runs_ddl(Dialect dialect, std::string_view table = kRunsTable);
/// The columns that a row is written with and read by, "a, b, c"; their values are below in the same order.
const std::vector<std::string>& runs_columns();
std::string runs_column_list();
/// Values as texts; nothing for a null.
using RunsRow = std::vector<std::optional<std::string>>;
RunsRow runs_row(Dialect dialect, const LoadRecord& record, std::string_view state);
LoadRecord runs_record(const RunsRow& row);
/// The state in a row.
std::string runs_state(const RunsRow& row);

/// The condition of the rows behind that of the run in the same table which took all rows away, the first one
/// of which has the least `seq`. All of `runs` (the table), `target` and `run` (conditions) is SQL.
std::string replaced_since(std::string_view runs, std::string_view target, std::string_view run);
/// A run whose table is gone, or was replaced since, is loaded no more.
void settle_status(TableStatus& status);

/// The hint of an error of kind load_unknown.
std::string status_hint(const LoadRun& run);

/// The name that a table kept by `keep_previous` had been given must not be somebody else's: the error for a
/// table of that name which no run has kept.
Error kept_name_taken(const std::string& place, const std::string& name);

}  // namespace counterpart
