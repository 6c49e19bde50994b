#pragma once
/// What a MySQL or MariaDB server says about a table.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "record/value.hpp"

namespace counterpart {

class MysqlConnection;

struct MysqlTableColumn {
  std::string name;
  std::string type;  ///< "int", "varchar", … as information_schema says
  std::uint64_t most_characters = 0;
  std::string character_set;  ///< "" of what is no text
};

/// The columns of a table or view of the connection's database, never none. Error(source) if there is no such
/// table, naming what may have been meant.
std::vector<MysqlTableColumn> mysql_table_columns(MysqlConnection& connection, const std::string& table);

/// True for the whole numbers of all sizes.
bool is_whole_number(const MysqlTableColumn& column);

/// True if a unique key over the whole of this column alone exists and its values are still different once
/// they are of the type `wanted`.
bool stays_unique(MysqlConnection& connection, const std::string& table, const MysqlTableColumn& id,
                  Type wanted);

/// A number of the server, 0 for null.
std::uint64_t mysql_count(const std::optional<std::string>& text);

}  // namespace counterpart
