#pragma once
/// The keys of the rows that a run puts into an SQLite table by `upsert`.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/sqlite.hpp"
#include "sink/sink.hpp"

namespace counterpart {

/// Remembers keys in a temporary table of the connection, so that a key that comes twice is noticed, and so
/// that the rows can be counted in the end. Lives shorter than its database.
class SqliteKeys {
 public:
  /// The table of `spec` has to be there.
  SqliteKeys(SqliteDatabase& database, const TableSpec& spec);

  /// Takes the key of a row; false if it came before.
  bool add(const std::vector<Value>& row);
  /// How many of the keys the table holds.
  std::uint64_t found();

 private:
  SqliteDatabase& database_;
  std::vector<std::size_t> columns_;  ///< of a row, in the order of the key
  std::string count_sql_;
  std::optional<SqliteStatement> insert_;
};

/// " ON CONFLICT (key) DO UPDATE SET …" for the columns that are not in the key; "" without a key.
std::string sqlite_upsert_clause(const TableSpec& spec);

}  // namespace counterpart
