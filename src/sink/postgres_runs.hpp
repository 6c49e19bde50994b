#pragma once
/// `counterpart_runs` in a PostgreSQL database, in the schema of the target.

#include <optional>
#include <string>

#include "sink/postgres_target.hpp"
#include "sink/sink.hpp"

namespace counterpart {

bool has_postgres_runs(PostgresConnection& connection, const PostgresRelation& target);
/// Makes the table, inside of a transaction, unless another run is faster.
void make_postgres_runs(PostgresConnection& connection, const PostgresRelation& target);
/// Error(load_rolled_back) if rows cannot be added, or the table is not one of this program.
void check_postgres_runs(PostgresConnection& connection, const PostgresRelation& target);
void add_postgres_run(PostgresConnection& connection, const PostgresRelation& target,
                      const LoadRecord& record);

/// The row of a run (with an empty id, the last one) that loaded the target.
std::optional<LoadRecord> postgres_run(PostgresConnection& connection, const PostgresRelation& target,
                                       const std::string& run_id);
/// True if a run kept an older table under this name.
bool postgres_kept(PostgresConnection& connection, const PostgresRelation& target, const std::string& name);

/// As `table_status` of sink.hpp.
TableStatus postgres_table_status(const TableSpec& spec, const std::string& run_id, CancelToken& cancel);

}  // namespace counterpart
