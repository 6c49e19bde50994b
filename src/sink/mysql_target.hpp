#pragma once
/// What has to be known of a MySQL table before rows are read for it.

#include "db/mysql.hpp"
#include "sink/sink.hpp"

namespace counterpart {

/// True if the target exists and can be loaded whole: a base table of a transactional engine with the wanted
/// columns, wide enough, that keep the job's values and are not generated, every other column of which fills
/// itself, and with the wanted key. To be replaced, it must not have triggers or foreign keys, which the swap
/// would lose. Error(load_rolled_back) if it exists and cannot be loaded.
bool check_mysql_target(MysqlConnection& connection, const TableSpec& spec);

}  // namespace counterpart
