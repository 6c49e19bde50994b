#pragma once
/// Rows into a MySQL table by prepared statements of many rows each, with bound values.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "record/value.hpp"

namespace counterpart {

class MysqlConnection;

/// Collects rows and inserts some hundred at once. Lives shorter than its connection. A warning is an error:
/// it says that the server changed a value.
class MysqlInsert {
 public:
  /// `table` and `columns` are plain names.
  MysqlInsert(MysqlConnection& connection, const std::string& table, const std::vector<std::string>& columns);
  ~MysqlInsert();

  /// Takes one value for each column: dates and instants go as the server's text for them. Sends what was
  /// collected when that is enough. Throws for a row that the server would not take in one packet.
  void add(const std::vector<Value>& row);
  /// Sends the rest.
  void flush();
  /// Rows that the server has taken.
  std::uint64_t sent() const noexcept { return sent_; }
  /// The server's number of the error that ended it, 0 without one. The connection forgets it with the
  /// statement.
  unsigned error_number() const noexcept { return error_number_; }

 private:
  struct Statement;
  struct Cell {
    Type type = Type::null;
    std::int64_t number = 0;
    double real = 0;
    std::size_t offset = 0;    ///< of a text, in `texts_`
    unsigned long length = 0;  ///< of a text
  };

  Cell cell(Value value);
  std::size_t packet_with(std::size_t cells, std::size_t text_bytes) const noexcept;
  std::unique_ptr<Statement> prepare(std::size_t rows);
  void execute(Statement& statement);

  MysqlConnection& connection_;
  std::string head_;  ///< "INSERT INTO … VALUES "
  std::string row_;   ///< "(?, ?)"
  std::size_t columns_;
  std::size_t rows_per_statement_;
  std::size_t packet_ = 0;  ///< the largest that the server takes
  std::size_t bytes_per_statement_;
  std::vector<Cell> cells_;
  std::string texts_;
  std::unique_ptr<Statement> full_;  ///< for `rows_per_statement_` rows
  std::uint64_t sent_ = 0;
  unsigned error_number_ = 0;
};

/// Throws if the last statement of the connection had warnings, with the first of them as far as it is safe
/// to print.
void refuse_warnings(MysqlConnection& connection);

}  // namespace counterpart
