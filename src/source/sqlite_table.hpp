#pragma once
/// What an SQLite file says about a table.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "record/value.hpp"
#include "source/table_query.hpp"

namespace counterpart {

class SqliteDatabase;

/// A column as `PRAGMA table_info` tells of it.
struct SqliteColumn {
  std::string name;
  std::string type;  ///< in upper case
  bool not_null = false;
  std::int64_t key_position = 0;  ///< from 1 in the primary key; 0 outside
};

/// The columns of a table or view, never none. Error(source) if there is no such table, naming what may have
/// been meant.
std::vector<SqliteColumn> sqlite_columns(SqliteDatabase& database, const std::string& table);

/// True if a unique key over the column `id` alone exists and its values are still different once they are of
/// the type `wanted`.
bool stays_unique(SqliteDatabase& database, const std::string& table,
                  const std::vector<SqliteColumn>& columns, std::size_t id, Type wanted);

/// True if all that the column holds is text, which its declared type has to say too.
bool holds_texts_only(SqliteDatabase& database, const std::string& table, const SqliteColumn& column);

/// That of the targets which this SELECT reads, directly or by a view.
std::optional<TableName> target_read(SqliteDatabase& database, const std::string& select,
                                     const std::vector<TableName>& targets);

/// The index that SQLite would take the order of this SELECT from; nothing if it would sort.
std::optional<OrderIndex> index_in_order(SqliteDatabase& database, const std::string& select);

}  // namespace counterpart
