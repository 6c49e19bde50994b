#pragma once
/// What a load calls its lock and the tables beside its target.

#include <string>

#include "db/mysql.hpp"

namespace counterpart {

/// Always the same for the same target, so that the next run finds what a killed one left.
struct MysqlNames {
  std::string target;
  std::string lock;
  std::string staging;  ///< where the rows wait
  std::string old;      ///< where what is replaced goes, to be dropped

  MysqlNames(const ServerAddress& address, const std::string& table);
};

/// Takes the lock of the target for this session; false if another one has it for so long.
bool take_load_lock(MysqlConnection& connection, const MysqlNames& names, int seconds);

/// True if the current database has a table or view of this name.
bool mysql_table_exists(MysqlConnection& connection, const std::string& name);

}  // namespace counterpart
