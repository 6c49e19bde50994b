#pragma once
/// The key of `upsert` in a MySQL table.

#include <string>

#include "db/mysql.hpp"
#include "sink/sink.hpp"

namespace counterpart {

/// The key of a table that is there: a unique index over exactly its columns, whole, that tells texts apart
/// by their bytes. Error(load_rolled_back) otherwise.
void check_mysql_key(MysqlConnection& connection, const TableSpec& spec);

/// The key of a table that is to be made: its texts have a length. Error(load_rolled_back) otherwise.
void check_new_mysql_key(const TableSpec& spec);

/// The collation of a table that is to be made with a key: by bytes, and where the server has one, with
/// spaces at the end.
std::string mysql_key_collation(MysqlConnection& connection);

}  // namespace counterpart
