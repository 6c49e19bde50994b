#pragma once
/// Columns of a MySQL table that take no null. Hides that the server makes the current time of one in a
/// TIMESTAMP, without a word.

#include <cstdint>
#include <string>
#include <vector>

#include "db/mysql.hpp"
#include "record/value.hpp"
#include "sink/sink.hpp"

namespace counterpart {

class MysqlNulls {
 public:
  /// Looks at the columns of `table` that `spec` loads. In one that counts by itself a null is the next
  /// number.
  MysqlNulls(MysqlConnection& connection, const std::string& table, const TableSpec& spec);

  /// Throws for a null in a column that takes none; `number` is that of the row, counted from 1.
  void check(const std::vector<Value>& row, std::uint64_t number) const;

 private:
  struct Full {
    std::size_t index;
    std::string name;
  };

  std::string place_;
  std::vector<Full> full_;
};

}  // namespace counterpart
