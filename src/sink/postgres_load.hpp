#pragma once
/// The statements of a load into PostgreSQL, and what they need to be allowed. All inside of its transaction.

#include <functional>
#include <string>

#include "sink/postgres_target.hpp"

namespace counterpart {

/// Tries all that the load will do, without rows, and leaves what it made for the caller to roll back.
void try_postgres_load(PostgresConnection& connection, const TableSpec& spec, const PostgresTarget& target);

/// Keeps others from writing to a table that is replaced, and from changing the columns of any: a reader is
/// never kept.
void lock_postgres_table(PostgresConnection& connection, const TableSpec& spec, const PostgresTarget& target);

/// Makes the table that is missing.
void make_postgres_table(PostgresConnection& connection, const TableSpec& spec);
/// Empties a table that is replaced, after its rows have gone to the table that will keep them. Gives their
/// number.
std::uint64_t empty_postgres_table(PostgresConnection& connection, const TableSpec& spec,
                                   const PostgresTarget& target);
/// Gives the kept table its name, in the place of the one that the last run kept.
void keep_postgres_table(PostgresConnection& connection, const TableSpec& spec, const PostgresTarget& target);

/// Where the rows of an `upsert` wait: a temporary table, with the types of the target and its key.
void make_postgres_staging(PostgresConnection& connection, const PostgresTarget& target);
/// Puts them into the target. Gives how many of their keys are there.
std::uint64_t merge_postgres_staging(PostgresConnection& connection, const PostgresTarget& target);

/// "COPY …" into the target or the staging table.
std::string postgres_copy_sql(const PostgresTarget& target, bool staging);

std::uint64_t count_postgres_rows(PostgresConnection& connection, const std::string& from);

/// Runs `action` up to three times, whole, as long as another session is in its way.
void with_postgres_retries(PostgresConnection& connection, const std::function<void()>& action);

}  // namespace counterpart
