#pragma once
/// SQLite behind two handles. Hides sqlite3.h, and is the one place where SQLite's errors become ours.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.hpp"
#include "record/value.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace counterpart {

class SqliteDatabase;

/// One prepared statement. Lives shorter than its database.
class SqliteStatement {
 public:
  /// Moves to the next row; false after the last one. Throws like the database.
  bool step();
  /// Makes it ready to run again; bound values stay.
  void reset() noexcept;
  /// Binds a parameter, counted from 0: dates and instants as their text, booleans as 0 and 1. Strings have
  /// to live until `reset()` or the next `bind` of the parameter.
  void bind(int parameter, Value value);

  int columns() const noexcept;
  std::string column_name(int column) const;
  /// A value of the current row: null, int64, float64 or string (for blobs too); strings live until the next
  /// `step` or `reset`.
  Value value(int column) const;
  bool is_blob(int column) const noexcept;
  /// False for a text of a UTF-16 file with half a surrogate pair: SQLite would make another character of
  /// that half and what follows it. Has to be asked before `value`.
  bool is_whole_utf16(int column) const noexcept;
  /// True if running it changes nothing in the database.
  bool reads_only() const noexcept;

 private:
  friend class SqliteDatabase;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  SqliteStatement(SqliteDatabase& database, sqlite3_stmt* statement)
      : database_(&database), statement_(statement) {}

  SqliteDatabase* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// An open database file. A cancellation interrupts what runs in it.
class SqliteDatabase {
 public:
  enum class Mode { read_only, read_write };

  /// Opens a file that exists. All errors, later ones too, are of `kind`; `place()` is what messages call it.
  SqliteDatabase(const std::filesystem::path& file, Mode mode, ErrorKind kind, CancelToken& cancel);
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;

  /// Prepares exactly one statement.
  SqliteStatement prepare(std::string_view sql);
  /// The tables and views that one statement reads, those behind its views among them, more than once each.
  /// Does not run it.
  std::vector<std::string> tables_read(std::string_view sql);
  /// Runs one statement that gives no rows that matter.
  void run(std::string_view sql);
  /// Like `run`, but gives false if another connection holds the lock that the statement needs, and does not
  /// let it go in time.
  bool try_run(std::string_view sql);
  /// The single number of a query.
  std::int64_t number(std::string_view sql);
  /// Rows that the last INSERT, UPDATE or DELETE changed.
  std::int64_t changed_rows() const noexcept;
  /// How long a statement waits for another connection's lock before it fails. A cancellation ends the wait.
  void wait_for_locks(int milliseconds) noexcept;
  /// Writes the pages of the open transaction to the file. They stay invisible to others.
  void flush();
  /// The kind of errors from here on, and of those by a lock that another connection holds.
  void set_kind(ErrorKind kind, ErrorKind when_locked) noexcept {
    kind_ = kind;
    when_locked_ = when_locked;
  }
  const std::string& place() const noexcept { return place_; }

 private:
  friend class SqliteStatement;
  struct Close {
    void operator()(sqlite3* database) const noexcept;
  };
  [[noreturn]] void fail() const;
  [[noreturn]] void fail(int code) const;
  /// SQLite's busy handler: 0 gives up. `waits` counts the calls for the same lock from 0.
  static int wait_for_lock(void* database, int waits) noexcept;

  ErrorKind kind_;
  ErrorKind when_locked_;
  std::string place_;
  CancelToken& cancel_;
  std::chrono::milliseconds lock_wait_{0};
  std::chrono::steady_clock::time_point lock_deadline_;
  std::unique_ptr<sqlite3, Close> handle_;
  std::unique_ptr<CancelToken::Wake> wake_;  ///< goes before the handle
};

/// An identifier in double quotes, quotes in it doubled.
std::string sqlite_quoted(std::string_view name);

}  // namespace counterpart
