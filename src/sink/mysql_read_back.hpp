#pragma once
/// The texts of a load as a server gives them back.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/mysql.hpp"
#include "record/value.hpp"
#include "sink/sink.hpp"

namespace counterpart {

/// Compares what was sent to columns of texts with what is stored there, whatever the job's type of them, by
/// a digest that does not depend on the order of the rows. Texts alone: of the other columns the check of the
/// target and the strict session let nothing through that is not exact, while a CHAR column, for one, loses
/// spaces at the end without a word.
class MysqlReadBack {
 public:
  /// `table` is where the rows go, with the columns of `spec`.
  MysqlReadBack(MysqlConnection& connection, std::string table, const TableSpec& spec);

  /// Takes a row on its way, one value for each column.
  void add(const std::vector<Value>& row);
  struct Found {
    std::uint64_t rows = 0;
    bool same = true;  ///< false if one of their texts is not what was sent
  };
  /// Reads all rows of the table; nothing if it has no texts to compare.
  std::optional<Found> read(MysqlConnection& connection);

 private:
  struct Sum {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    bool operator==(const Sum&) const = default;
  };
  void add_value(Value value);
  void end_row(Sum& sum);

  std::string table_;
  std::vector<std::size_t> columns_;  ///< those with texts that the server keeps as texts
  std::vector<std::string> names_;
  std::string row_;
  std::string text_;  ///< of a value that is none itself
  Sum sent_;
};

}  // namespace counterpart
