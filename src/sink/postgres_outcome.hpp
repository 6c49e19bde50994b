#pragma once
/// What became of a COMMIT whose reply was lost.

#include <string>

#include "base/cancel.hpp"
#include "db/postgres.hpp"
#include "sink/postgres_lock.hpp"
#include "sink/postgres_target.hpp"

namespace counterpart {

struct LostCommit {
  ServerAddress address;
  Secret password;
  PostgresRelation target;
  std::string run_id;
  std::string server;  ///< as postgres_identity gave it
  PostgresSession session;
};

enum class CommitFate { committed, rolled_back, unknown };

/// Connects again, a few times and for about a minute at most, and looks for the run. The answer is final: either the
/// lost transaction has ended (it held the lock, which this one then gets; if it still runs, its session is
/// ended), or the row of the run says it.
CommitFate fate_of_commit(const LostCommit& lost, CancelToken& cancel);

}  // namespace counterpart
