#pragma once
/// What a PostgreSQL server's catalogue says about a table.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "record/value.hpp"
#include "source/table_query.hpp"

namespace counterpart {

class PostgresConnection;

struct PostgresTable {
  struct Column {
    std::string name;
    std::uint32_t type = 0;  ///< its OID; of a domain that of the domain
    bool unique = false;     ///< never null, and a unique index over this column alone covers all rows
  };
  std::string quoted;  ///< with its schema, as SQL takes it
  std::vector<Column> columns;
};

/// Finds `name` among the tables and views of the search path; failing that, a name with a dot is a schema
/// and a table. Error(source) if there is none, naming what may have been meant.
PostgresTable find_postgres_table(PostgresConnection& connection, const std::string& name);

/// True for the whole numbers of all sizes.
bool is_whole_number(const PostgresTable::Column& column);

/// True if values of this column are still different once they are of the type `wanted`.
bool stays_unique(const PostgresTable::Column& column, Type wanted);

/// That of the targets which the statements of this transaction read so far, described ones too: the server
/// has locked it, a table that it belongs to, or a part of it. Views are looked through, functions are not.
std::optional<TableName> target_read(PostgresConnection& connection, const std::vector<TableName>& targets);

/// The index that the server would take the order of this SELECT from; nothing if it would sort.
std::optional<OrderIndex> index_in_order(PostgresConnection& connection, const std::string& select);

}  // namespace counterpart
