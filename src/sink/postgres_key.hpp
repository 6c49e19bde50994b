#pragma once
/// The key of `upsert` in a PostgreSQL table.

#include "sink/postgres_target.hpp"

namespace counterpart {

/// Error(load_rolled_back) unless a unique index that holds for all rows is over exactly the key, and tells
/// texts apart by their bytes.
void check_postgres_key(PostgresConnection& connection, const TableSpec& spec, const PostgresTarget& target);

}  // namespace counterpart
