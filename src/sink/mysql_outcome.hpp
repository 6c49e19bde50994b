#pragma once
/// What became of a publishing whose reply was lost.

#include <memory>
#include <string>

#include "base/cancel.hpp"
#include "db/mysql.hpp"
#include "sink/mysql_names.hpp"

namespace counterpart {

/// Who was connected to whom, as the server itself says: proxies have numbers of their own.
struct MysqlSession {
  std::string server;
  std::string id;
};
MysqlSession mysql_session(MysqlConnection& connection);

struct LostReply {
  ServerAddress address;
  Secret password;
  MysqlNames names;
  std::string run_id;
  MysqlSession session;  ///< the one that was lost
};

enum class Fate { published, not_published, unknown };

/// Connects again, a few times and for less than a minute, and looks for the run. The answer is final: either
/// the lost session has ended (it held the lock, which this one then has; what still runs in it is killed),
/// or the row of the run says it. `connection` gets the new connection if it holds the lock.
Fate fate_of(const LostReply& lost, CancelToken& cancel, std::unique_ptr<MysqlConnection>& connection);

}  // namespace counterpart
