#pragma once
/// PostgreSQL behind two handles, of which this is what the other rooms see. libpq stays in this folder.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.hpp"
#include "base/secret.hpp"
#include "db/url.hpp"

namespace counterpart {

class PostgresLink;
class PostgresCopyIn;

/// A column of a result, as the server describes it.
struct PostgresColumn {
  std::string name;
  std::uint32_t type = 0;  ///< its OID; of a domain that of the type below
};

/// The rows of one query in their binary forms (db/postgres_value.hpp), straight from the socket. Lives
/// shorter than its connection, which can do nothing else meanwhile, nor afterwards if this goes before the
/// end.
class PostgresRows {
 public:
  PostgresRows() = default;
  PostgresRows(const PostgresRows&) = delete;
  PostgresRows& operator=(const PostgresRows&) = delete;
  virtual ~PostgresRows() = default;

  /// Moves to the next row; false only at the end that the server declared, with as many rows as it counted.
  /// Throws like the connection.
  virtual bool next() = 0;
  bool is_null(std::size_t column) const noexcept { return cells_[column].null; }
  /// The bytes of a value that is not null; they live until the next `next`.
  std::string_view bytes(std::size_t column) const noexcept { return cells_[column].bytes; }

 protected:
  struct Cell {
    std::string_view bytes;
    bool null = true;
  };
  std::vector<Cell> cells_;
};

/// One session. Neither the environment nor files in the home folder have a say in it; it speaks UTF-8, and a
/// remote server has to prove its name by TLS. A cancellation ends every wait, and what failed by that throws
/// the cancellation. Of one thread.
class PostgresConnection {
 public:
  struct Limits {
    std::chrono::seconds connect{10};
    std::chrono::seconds answer{0};  ///< of a statement; 0: as long as it takes
  };

  /// Connects within `limits.connect`. All errors, later ones too, are of `kind`.
  PostgresConnection(const ServerAddress& address, const Secret& password, ErrorKind kind,
                     CancelToken& cancel, Limits limits);
  PostgresConnection(const ServerAddress& address, const Secret& password, ErrorKind kind,
                     CancelToken& cancel)
      : PostgresConnection(address, password, kind, cancel, Limits()) {}
  ~PostgresConnection();
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  /// Begins a transaction of this mode ("ISOLATION LEVEL REPEATABLE READ READ ONLY"), in which no account's
  /// or database's settings count: UTC, ISO dates, whole floats, no time limit on statements. The settings
  /// end with it, so that a pool can give the session to others.
  void begin(std::string_view mode);

  using Parameters = std::vector<std::string>;
  /// Runs one statement without a result; $1, … are the parameters. Gives the number of rows that it changed.
  std::uint64_t run(const std::string& sql, const Parameters& parameters = {});
  using Row = std::vector<std::optional<std::string>>;
  /// All rows of a small result, as texts.
  std::vector<Row> rows(const std::string& sql, const Parameters& parameters = {});

  /// The columns that exactly one statement would give, without running it; none if it gives none.
  std::vector<PostgresColumn> describe(const std::string& sql);
  /// Reads a query of so many columns by COPY. Nothing if COPY cannot take such a statement; the transaction,
  /// which has to be open, goes on as if it had not been tried.
  std::unique_ptr<PostgresRows> copy(const std::string& query, std::size_t columns);
  /// Reads any statement that gives so many columns.
  std::unique_ptr<PostgresRows> stream(const std::string& sql, std::size_t columns);

  /// Sends rows to "COPY … FROM STDIN (FORMAT binary)". Nothing else can be asked until it has ended.
  std::unique_ptr<PostgresCopyIn> copy_in(const std::string& sql);
  /// Ends the transaction; an error too if the server ended it the other way.
  void commit();

  /// A setting that the server reports by itself, such as "server_encoding"; empty if it does not.
  std::string setting(const char* name) const;
  /// True if the last error says that the connection is gone, so that the fate of the statement is not known.
  bool lost() const noexcept;
  /// The SQLSTATE of the last error; empty if it was none of the server's.
  const std::string& sql_state() const noexcept;
  /// From here on a cancellation neither ends a wait nor is thrown. Throws one that came before.
  void outlast_cancellation();
  /// For messages: "postgres host:port/database".
  const std::string& place() const noexcept;
  ErrorKind kind() const noexcept;

 private:
  std::unique_ptr<PostgresLink> link_;
};

/// An identifier in double quotes, quotes in it doubled.
std::string postgres_quoted(std::string_view name);

}  // namespace counterpart
