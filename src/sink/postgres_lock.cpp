#include "sink/postgres_lock.hpp"

#include <fmt/format.h>

#include <bit>

#include "base/digest.hpp"

namespace counterpart {
namespace {

constexpr const char* kLockTimedOut = "55P03";

}  // namespace

std::uint64_t postgres_lock_key(const PostgresRelation& target) {
  return digest64("counterpart " + target.quoted());
}

bool begin_with_postgres_lock(PostgresConnection& connection, std::uint64_t key, int seconds) {
  connection.begin("ISOLATION LEVEL READ COMMITTED");
  const auto usual = connection.rows("SHOW lock_timeout").at(0)[0];
  connection.run(fmt::format("SET LOCAL lock_timeout = '{}s'", seconds));
  try {
    connection.rows(fmt::format("SELECT pg_advisory_xact_lock({})", std::bit_cast<std::int64_t>(key)));
  } catch (const Error&) {
    if (connection.lost() || connection.sql_state() != kLockTimedOut) throw;
    connection.run("ROLLBACK");
    return false;
  }
  connection.run(fmt::format("SET LOCAL lock_timeout = '{}'", usual.value_or("0")));
  return true;
}

PostgresSession postgres_session(PostgresConnection& connection) {
  const auto rows =
      connection.rows("SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()");
  return rows.empty() ? PostgresSession() : PostgresSession{rows[0][0].value_or(""), rows[0][1].value_or("")};
}

std::optional<PostgresSession> holder_of_postgres_lock(PostgresConnection& connection, std::uint64_t key) {
  // pg_locks shows the two halves of the key.
  const auto rows = connection.rows(
      fmt::format("SELECT l.pid, a.backend_start FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid "
                  "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid = {}::oid AND "
                  "l.objid = {}::oid AND l.database = (SELECT oid FROM pg_database WHERE datname = "
                  "current_database())",
                  key >> 32, key & 0xFFFFFFFF));
  if (rows.empty()) return std::nullopt;
  return PostgresSession{rows[0][0].value_or(""), rows[0][1].value_or("")};
}

std::string postgres_identity(PostgresConnection& connection) {
  try {
    const auto row = connection.rows(
        "SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE (SELECT system_identifier FROM "
        "pg_control_system()) || ' ' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END");
    return row.at(0)[0].value_or("");
  } catch (const Error&) {
    if (connection.lost()) throw;
    return "";
  }
}

}  // namespace counterpart
