#pragma once
/// Rows into a MySQL table by prepared statements of many rows each, with bound values.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/worker.hpp"
#include "record/value.hpp"

namespace counterpart {

class MysqlConnection;

/// Collects rows and inserts some hundred at once, on a thread of its own: while the server stores them, the
/// next ones are taken. Lives shorter than its connection, which is nobody else's from `add` to `settle`. A
/// warning is an error: it says that the server changed a value.
class MysqlInsert {
 public:
  /// `table` and `columns` are plain names.
  MysqlInsert(MysqlConnection& connection, const std::string& table, const std::vector<std::string>& columns);
  ~MysqlInsert();

  /// Takes one value for each column: dates and instants go as the server's text for them. Sends what was
  /// collected when that is enough. Throws what became of rows that were sent before, and for a row that the
  /// server would not take in one packet.
  void add(const std::vector<Value>& row);
  /// Waits until the server has taken what was sent.
  void settle();
  /// Sends the rest, and waits until the server has taken it.
  void flush();
  /// Rows that were sent.
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
    std::size_t offset = 0;    ///< of a text, in `texts`
    unsigned long length = 0;  ///< of a text
  };

  struct Rows {
    std::vector<Cell> cells;
    std::string texts;
  };

  Cell cell(Value value);
  std::size_t packet_with(std::size_t cells, std::size_t text_bytes) const noexcept;
  void send();
  void store(Rows& rows);
  std::unique_ptr<Statement> prepare(std::size_t rows);
  void execute(Statement& statement, Rows& rows);

  MysqlConnection& connection_;
  std::string head_;  ///< "INSERT INTO … VALUES "
  std::string row_;   ///< "(?, ?)"
  std::size_t columns_;
  std::size_t rows_per_statement_;
  std::size_t packet_ = 0;  ///< the largest that the server takes
  std::size_t bytes_per_statement_;
  Rows taken_;                       ///< those that wait for more
  Rows on_way_;                      ///< the worker's, while it works
  std::unique_ptr<Statement> full_;  ///< for `rows_per_statement_` rows
  std::uint64_t sent_ = 0;
  unsigned error_number_ = 0;
  Worker worker_;  ///< goes first
};

/// Throws if the last statement of the connection had warnings, with the first of them as far as it is safe
/// to print.
void refuse_warnings(MysqlConnection& connection);

}  // namespace counterpart
