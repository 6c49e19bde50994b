#pragma once
/// Rows from a staging table into a target that is there, inside a transaction of the caller.

#include <string>

#include "db/mysql.hpp"
#include "sink/mysql_names.hpp"
#include "sink/sink.hpp"

namespace counterpart {

/// Appends all rows. Gives how many of them the target took.
std::string append_staging(MysqlConnection& connection, const TableSpec& spec, const MysqlNames& names);

/// Changes the rows whose key is there and appends the others. Gives how many keys of the staging table the
/// target then holds. Error(policy) if a key differs from one in the target by what its collation does not
/// see, such as spaces at the end.
std::string upsert_staging(MysqlConnection& connection, const TableSpec& spec, const MysqlNames& names);

/// Runs the statements that a load will run, without any row: Error(load_rolled_back) for a right that is
/// missing. The staging table has to be there; `exists` says whether the target is.
void check_mysql_rights(MysqlConnection& connection, const TableSpec& spec, const MysqlNames& names,
                        bool exists);

}  // namespace counterpart
