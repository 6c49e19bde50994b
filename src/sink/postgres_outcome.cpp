#include "sink/postgres_outcome.hpp"

#include <chrono>
#include <thread>

#include "sink/postgres_runs.hpp"

namespace counterpart {
namespace {

constexpr int kAttempts = 6;
constexpr auto kFirstPause = std::chrono::milliseconds(100);
constexpr int kLockSeconds = 2;
constexpr PostgresConnection::Limits kLimits{std::chrono::seconds(5), std::chrono::seconds(8)};
constexpr const char* kReading = "ISOLATION LEVEL READ COMMITTED READ ONLY";

/// Ends the lost session if it still has the lock: it can wait for a standby, or for its next statement.
/// Nobody else is ended.
void end_session(PostgresConnection& connection, const LostCommit& lost) {
  connection.begin(kReading);
  if (holder_of_postgres_lock(connection, postgres_lock_key(lost.target)) == lost.session)
    connection.rows("SELECT pg_terminate_backend($1::int)", {lost.session.pid});
  connection.run("ROLLBACK");
}

CommitFate look(PostgresConnection& connection, const LostCommit& lost, bool has_ended) {
  if (postgres_run(connection, lost.target, lost.run_id)) return CommitFate::committed;
  return has_ended ? CommitFate::rolled_back : CommitFate::unknown;
}

CommitFate attempt(const LostCommit& lost, CancelToken& cancel) {
  PostgresConnection connection(lost.address, lost.password, ErrorKind::load_unknown, cancel, kLimits);
  // Another server, behind the same address, knows nothing of the lock and perhaps not everything of the rows.
  if (lost.server.empty() || postgres_identity(connection) != lost.server) {
    connection.begin(kReading);
    return look(connection, lost, false);
  }
  const std::uint64_t key = postgres_lock_key(lost.target);
  if (begin_with_postgres_lock(connection, key, kLockSeconds)) return look(connection, lost, true);
  end_session(connection, lost);
  if (begin_with_postgres_lock(connection, key, kLockSeconds)) return look(connection, lost, true);
  connection.begin(kReading);
  // Another run at work has the lock after the lost one.
  const auto holder = holder_of_postgres_lock(connection, key);
  return look(connection, lost, holder && !holder->begun.empty() && holder != lost.session);
}

}  // namespace

CommitFate fate_of_commit(const LostCommit& lost, CancelToken& cancel) {
  auto pause = kFirstPause;
  for (int i = 0; i < kAttempts; ++i) {
    if (i > 0) {
      std::this_thread::sleep_for(pause);
      pause *= 2;
    }
    try {
      const CommitFate fate = attempt(lost, cancel);
      if (fate != CommitFate::unknown) return fate;
    } catch (const Error&) {
      // Not reachable yet.
    }
  }
  return CommitFate::unknown;
}

}  // namespace counterpart
