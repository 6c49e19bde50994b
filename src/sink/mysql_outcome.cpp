#include "sink/mysql_outcome.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include "sink/mysql_runs.hpp"

namespace counterpart {
namespace {

constexpr int kAttempts = 6;
constexpr auto kFirstPause = std::chrono::milliseconds(100);
constexpr int kLockSeconds = 2;
constexpr MysqlConnection::Limits kLimits{5, 8};

std::optional<std::string> holder_of_lock(MysqlConnection& connection, const LostReply& lost) {
  return connection.value(fmt::format("SELECT IS_USED_LOCK({})", connection.literal(lost.names.lock)));
}

/// Ends the lost session if the server still has it: it can wait for a table and publish later.
void end_session(MysqlConnection& connection, const LostReply& lost) {
  if (holder_of_lock(connection, lost) != lost.session.id) return;
  try {
    connection.run("KILL CONNECTION " + lost.session.id);
  } catch (const Error&) {
    // It has just ended by itself, or goes on: the lock will tell.
    if (connection.lost()) throw;
  }
}

/// How much of what a session sees is the last word.
enum class Sight {
  any,       ///< nothing but a published row
  over,      ///< the lost session has ended; another run may be at work
  exclusive  ///< and no other run is
};

Fate look(MysqlConnection& connection, const LostReply& lost, Sight sight) {
  const auto run = mysql_run(connection, lost.names, lost.run_id);
  if (run && !run->prepared) return Fate::published;
  if (sight == Sight::any) return Fate::unknown;
  if (!run) return Fate::not_published;
  if (sight != Sight::exclusive) return Fate::unknown;
  if (mysql_table_exists(connection, lost.names.staging)) return Fate::not_published;
  return mysql_table_exists(connection, lost.names.target) ? Fate::published : Fate::unknown;
}

Fate attempt(const LostReply& lost, CancelToken& cancel, std::unique_ptr<MysqlConnection>& kept) {
  auto connection = std::make_unique<MysqlConnection>(lost.address, lost.password, ErrorKind::load_unknown,
                                                      cancel, kLimits);
  // Another server, behind the same address, knows nothing of the lock and perhaps not everything of the
  // rows.
  if (mysql_session(*connection).server != lost.session.server) return look(*connection, lost, Sight::any);
  if (!take_load_lock(*connection, lost.names, kLockSeconds)) {
    end_session(*connection, lost);
    if (!take_load_lock(*connection, lost.names, kLockSeconds)) {
      const auto holder = holder_of_lock(*connection, lost);
      return look(*connection, lost, holder && *holder != lost.session.id ? Sight::over : Sight::any);
    }
  }
  const Fate fate = look(*connection, lost, Sight::exclusive);
  kept = std::move(connection);
  return fate;
}

}  // namespace

MysqlSession mysql_session(MysqlConnection& connection) {
  const auto rows =
      connection.rows("SELECT CONCAT(@@hostname, ' ', @@port, ' ', @@server_id), CONNECTION_ID()");
  return {rows.front()[0].value_or(""), rows.front()[1].value_or("")};
}

Fate fate_of(const LostReply& lost, CancelToken& cancel, std::unique_ptr<MysqlConnection>& connection) {
  auto pause = kFirstPause;
  for (int i = 0; i < kAttempts; ++i) {
    if (i > 0) {
      std::this_thread::sleep_for(pause);
      pause *= 2;
    }
    try {
      const Fate fate = attempt(lost, cancel, connection);
      if (fate != Fate::unknown) return fate;
    } catch (const Error&) {
      // Not reachable yet.
    }
  }
  return Fate::unknown;
}

}  // namespace counterpart
