#pragma once
/// Rows into PostgreSQL by binary COPY.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace counterpart {

class PostgresLink;

/// The rows of a COPY … FROM STDIN (FORMAT binary), in as many statements as it takes. Of its connection,
/// which can do nothing else until `end` and nothing at all if this goes before that.
class PostgresCopyIn {
 public:
  PostgresCopyIn(PostgresLink& link, std::string sql);
  PostgresCopyIn(const PostgresCopyIn&) = delete;
  PostgresCopyIn& operator=(const PostgresCopyIn&) = delete;

  /// Takes a row of so many fields, each as append_postgres_field makes it. A row that the server refuses is
  /// an error of this call, of a later one, or of `end`.
  void add(std::size_t fields, std::string_view bytes);
  /// Sends what is left. Gives the rows that the server counted.
  std::uint64_t end();

 private:
  void begin();
  void send();
  void finish();

  PostgresLink& link_;
  std::string sql_;
  std::string buffer_;
  std::size_t sent_ = 0;    ///< bytes of the statement
  std::uint64_t rows_ = 0;  ///< of the statements that have ended
};

}  // namespace counterpart
