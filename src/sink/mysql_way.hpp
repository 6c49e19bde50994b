#pragma once
/// Which way rows go into a staging table of MySQL: by LOAD DATA LOCAL where that stores what INSERTs would.

#include <memory>
#include <string>

#include "db/mysql.hpp"
#include "db/mysql_bulk.hpp"
#include "sink/sink.hpp"

namespace counterpart {

/// For the columns of `spec`. The connection has to be one that offers rows.
std::unique_ptr<MysqlBulk> open_mysql_bulk(MysqlConnection& connection, const std::string& staging,
                                           const TableSpec& spec);

}  // namespace counterpart
