#include "sink/mysql_way.hpp"

#include <algorithm>
#include <vector>

#include "db/mysql_insert.hpp"
#include "db/mysql_load.hpp"
#include "sink/identifier.hpp"

namespace counterpart {
namespace {

/// LOAD DATA stores the current time for a null in such a column, without a warning.
bool has_time_for_null(MysqlConnection& connection, const std::string& staging, const TableSpec& spec) {
  const auto found = connection.rows(
      "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND data_type = "
      "'timestamp' AND is_nullable = 'NO' AND table_name = " +
      connection.literal(staging));
  return std::any_of(found.begin(), found.end(), [&spec](const MysqlConnection::Row& row) {
    return std::any_of(spec.columns.begin(), spec.columns.end(),
                       [&row](const Column& column) { return same_name(column.name, row[0].value_or("")); });
  });
}

}  // namespace

std::unique_ptr<MysqlBulk> open_mysql_bulk(MysqlConnection& connection, const std::string& staging,
                                           const TableSpec& spec) {
  std::vector<std::string> columns;
  for (const Column& column : spec.columns) columns.push_back(column.name);
  if (!has_time_for_null(connection, staging, spec)) {
    if (auto load = MysqlLoad::open(connection, staging, columns)) return load;
  }
  return std::make_unique<MysqlInsert>(connection, staging, columns);
}

}  // namespace counterpart
