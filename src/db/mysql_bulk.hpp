#pragma once
/// Rows into a MySQL table, many in one statement. There are two ways to the same table: MysqlLoad and, where
/// the server takes no rows by LOAD DATA LOCAL, MysqlInsert.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "record/value.hpp"

namespace counterpart {

class MysqlConnection;

/// Collects rows and sends many at once, on a thread of its own: while the server stores them, the next ones
/// are taken. Lives shorter than its connection, which is nobody else's from `add` to `settle`. A warning is
/// an error: it says that the server changed a value.
class MysqlBulk {
 public:
  virtual ~MysqlBulk() = default;

  /// Takes one value for each column. Sends what was collected when that is enough. Throws what became of
  /// rows that were sent before, and for a row that the server would not take in one packet.
  virtual void add(const std::vector<Value>& row) = 0;
  /// Waits until the server has taken what was sent.
  virtual void settle() = 0;
  /// Sends the rest, and waits until the server has taken it.
  virtual void flush() = 0;
  /// Rows that were sent.
  virtual std::uint64_t sent() const noexcept = 0;
  /// The server's number of the error, or of the warning, that ended it; 0 without one. The connection
  /// forgets it with the statement.
  virtual unsigned error_number() const noexcept = 0;
};

/// For rows of a table with these columns, plain names, on a connection that offers rows. The server is asked
/// which way it takes.
std::unique_ptr<MysqlBulk> open_mysql_bulk(MysqlConnection& connection, const std::string& table,
                                           const std::vector<std::string>& columns);

/// The largest row that a server takes.
class MysqlPacket {
 public:
  /// Asks the server.
  explicit MysqlPacket(MysqlConnection& connection);

  std::size_t bytes() const noexcept { return bytes_; }
  /// True if so many values, with so many bytes of texts, go into one packet.
  bool takes(std::size_t cells, std::size_t text_bytes) const noexcept;
  /// What is thrown for row `number`, counted from 1, with so many bytes of texts.
  [[noreturn]] void refuse(std::uint64_t number, std::size_t text_bytes) const;

 private:
  const MysqlConnection& connection_;
  std::size_t bytes_ = 0;
};

/// Of all its texts together.
std::size_t text_bytes(const std::vector<Value>& row) noexcept;

/// Throws if the last statement of the connection had warnings, with the first of them as far as it is safe
/// to print; its number goes to `number` as well.
void refuse_warnings(MysqlConnection& connection, unsigned* number = nullptr);

}  // namespace counterpart
