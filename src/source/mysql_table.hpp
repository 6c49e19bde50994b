#pragma once
/// What a MySQL or MariaDB server says about a table.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "record/value.hpp"
#include "source/table_query.hpp"

namespace counterpart {

class MysqlConnection;

struct MysqlTableColumn {
  std::string name;
  std::string type;  ///< "int", "varchar", … as information_schema says
  std::uint64_t most_characters = 0;
  std::string character_set;  ///< "" of what is no text
  std::string collation;      ///< the same
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

/// True if the server orders the column by the bytes that its texts have in UTF-8, spaces at their end too.
bool orders_by_bytes(const MysqlTableColumn& column);

/// The index that the server would take the order of this SELECT from; nothing if it would sort, or does not
/// tell.
std::optional<OrderIndex> index_in_order(MysqlConnection& connection, const std::string& select);

/// A number of the server, 0 for null.
std::uint64_t mysql_count(const std::optional<std::string>& text);

}  // namespace counterpart
