#pragma once
/// MySQL and MariaDB behind two handles. Hides libmariadb, holds the settings that a safe session needs, and
/// is the one place where the library's errors become ours.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.hpp"
#include "base/secret.hpp"
#include "db/url.hpp"

struct st_mysql;
struct st_mysql_res;

namespace counterpart {

class MysqlConnection;

/// A column of a result, as the server describes it.
struct MysqlColumn {
  enum class Kind {
    integer,
    floating,
    single,  ///< FLOAT: the server prints six digits of it (db/mysql_value.hpp)
    text,
    date,
    timestamp,
    bits
  } kind = Kind::text;
  std::string name;
  unsigned long length = 0;  ///< display length; of `bits` their number
};

/// The rows of one query, straight from the socket. Lives shorter than its connection, which can do nothing
/// else meanwhile. Destroyed before the end, it cuts the connection instead of reading the rest.
class MysqlRows {
 public:
  ~MysqlRows();
  MysqlRows(MysqlRows&&) = default;
  MysqlRows& operator=(MysqlRows&&) = delete;

  const std::vector<MysqlColumn>& columns() const noexcept { return columns_; }
  /// Moves to the next row; false only at the end that the server declared. Throws like the connection.
  bool next();
  bool is_null(std::size_t column) const noexcept { return row_[column] == nullptr; }
  /// The server's text of a value that is not null; lives until the next `next`.
  std::string_view text(std::size_t column) const noexcept { return {row_[column], lengths_[column]}; }

 private:
  friend class MysqlConnection;
  struct Free {
    void operator()(st_mysql_res* result) const noexcept;
  };
  MysqlRows(MysqlConnection& connection, st_mysql_res* result);

  MysqlConnection* connection_;
  std::unique_ptr<st_mysql_res, Free> result_;
  std::vector<MysqlColumn> columns_;
  char** row_ = nullptr;
  unsigned long* lengths_ = nullptr;
};

/// One session. Its settings do not depend on the machine or the server: no option files, UTF-8, UTC, strict
/// SQL mode, long transfer time-outs, no local files for the server, no password in clear text; a remote
/// server has to prove its name by TLS. A cancellation cuts the connection, and what failed by that throws
/// the cancellation.
class MysqlConnection {
 public:
  struct Limits {
    unsigned connect_seconds = 10;
    unsigned answer_seconds = 0;  ///< of silence after which the connection counts as lost; 0 for no limit
  };

  /// Whether `run` can send rows with a statement. Without, the server is told at the login that it need not
  /// ask.
  enum class LocalRows { refused, offered };

  /// Connects within `limits.connect_seconds`. All errors, later ones too, are of `kind`.
  MysqlConnection(const ServerAddress& address, const Secret& password, ErrorKind kind, CancelToken& cancel,
                  Limits limits, LocalRows local_rows = LocalRows::refused);
  MysqlConnection(const ServerAddress& address, const Secret& password, ErrorKind kind, CancelToken& cancel)
      : MysqlConnection(address, password, kind, cancel, Limits()) {}
  ~MysqlConnection();
  MysqlConnection(const MysqlConnection&) = delete;
  MysqlConnection& operator=(const MysqlConnection&) = delete;

  /// Runs one statement without a result.
  void run(std::string_view sql);
  /// Runs one LOAD DATA LOCAL statement for the file MysqlLocalRows::kName, which are these rows. The
  /// connection has to be one that offers them.
  void run(std::string_view sql, std::string_view rows);
  /// Runs one statement that has to give columns.
  MysqlRows stream(std::string_view sql);
  using Row = std::vector<std::optional<std::string>>;
  /// All rows of a small result.
  std::vector<Row> rows(std::string_view sql);
  /// The first value of the first row; nothing if there is no row or it is null.
  std::optional<std::string> value(std::string_view sql);

  std::uint64_t changed_rows() const noexcept;
  /// Warnings of the last statement.
  unsigned warnings() const noexcept;
  /// The server's number of the last error, 0 without one; numbers from 2000 to 2999 come from the client
  /// library.
  unsigned error_number() const noexcept;
  /// True if the last error says that the connection is gone, so that the fate of the statement is not known.
  bool lost() const noexcept;
  /// Throws what the library last reported.
  [[noreturn]] void fail() const;
  /// Throws an error that the library reported elsewhere, for a prepared statement.
  [[noreturn]] void fail(unsigned number, const char* sql_state, const char* text) const;
  /// From here on a cancellation neither cuts the connection nor is thrown. Throws one that came before.
  void outlast_cancellation();
  /// Ends the conversation at once; every later call fails.
  void cut() noexcept;

  /// `text` as a string literal with its quotes.
  std::string literal(std::string_view text) const;
  /// For messages: "mysql host:port/database".
  const std::string& place() const noexcept { return place_; }
  const std::string& database() const noexcept { return address_.database; }
  ErrorKind kind() const noexcept { return kind_; }
  /// The library's handle, for the other files of this folder.
  st_mysql* handle() noexcept { return handle_.get(); }

 private:
  struct Socket;
  void set_options(const Limits& limits, LocalRows local_rows);
  void connect(const Secret& password, unsigned connect_seconds);
  void check_cancellation() const;
  void open_session();
  void send(std::string_view sql);

  ServerAddress address_;
  ErrorKind kind_;
  CancelToken& cancel_;
  bool outlasts_cancellation_ = false;
  std::string place_;
  std::shared_ptr<st_mysql> handle_;  ///< shared with a connect that was given up
  std::unique_ptr<Socket> socket_;
  std::unique_ptr<CancelToken::Wake> wake_;  ///< goes before what it wakes
};

/// An identifier in backticks, backticks in it doubled.
std::string mysql_quoted(std::string_view name);

}  // namespace counterpart
