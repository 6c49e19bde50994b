#pragma once
/// The two ways in which rows come from PostgreSQL, behind the one contract of PostgresRows.

#include <cstddef>
#include <memory>

#include "db/postgres.hpp"

namespace counterpart {

class PostgresLink;

/// The rows of a binary COPY that the server has begun. Messages may hold any part of the stream.
std::unique_ptr<PostgresRows> read_copy(PostgresLink& link, std::size_t columns);

/// The rows of a statement that was sent for an answer of single rows.
std::unique_ptr<PostgresRows> read_single_rows(PostgresLink& link, std::size_t columns);

}  // namespace counterpart
