#pragma once
/// The lock of a target in PostgreSQL: an advisory one that a transaction holds, so that whoever gets it knows
/// that the transaction before has ended.

#include <cstdint>
#include <optional>
#include <string>

#include "db/postgres.hpp"
#include "sink/postgres_target.hpp"

namespace counterpart {

/// Of a database, by a digest of schema and table.
std::uint64_t postgres_lock_key(const PostgresRelation& target);

/// Begins a transaction that has the lock; false, and no transaction, if another one keeps it for `seconds`.
bool begin_with_postgres_lock(PostgresConnection& connection, std::uint64_t key, int seconds);

/// A session as the server itself knows it: proxies have numbers of their own, and numbers come again.
struct PostgresSession {
  std::string pid;
  std::string begun;
  friend bool operator==(const PostgresSession&, const PostgresSession&) = default;
};
/// Inside of a transaction of PostgresConnection::begin, as what follows.
PostgresSession postgres_session(PostgresConnection& connection);
/// Who has the lock.
std::optional<PostgresSession> holder_of_postgres_lock(PostgresConnection& connection, std::uint64_t key);

/// Which server this is, and in which of its lives: one that became primary after a failover is another one,
/// and may lack what was committed last. Empty if it does not say, or is a standby. Outside of a transaction.
std::string postgres_identity(PostgresConnection& connection);

}  // namespace counterpart
