#pragma once
/// libpq without its waits: connects, sends and receives on one socket, so that each wait has a limit where
/// it needs one and ends when the run is cancelled. Knows nothing of statements.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.hpp"
#include "base/file.hpp"
#include "base/secret.hpp"
#include "db/postgres_error.hpp"
#include "db/postgres_screen.hpp"
#include "db/postgres_settings.hpp"
#include "db/url.hpp"

struct pg_conn;
struct pg_result;

namespace counterpart {

struct FreePostgres {
  void operator()(pg_conn* connection) const noexcept;
  void operator()(pg_result* result) const noexcept;
  void operator()(char* message) const noexcept;
};
using PostgresResult = std::unique_ptr<pg_result, FreePostgres>;
/// A message of a COPY, in memory of the library.
struct PostgresMessage {
  std::unique_ptr<char, FreePostgres> memory;
  std::string_view bytes;
};

/// What the server, or the library, says is wrong.
PostgresFailure failure_of(const pg_result* result);
/// How many rows a statement changed, copied or gave.
std::uint64_t changed_rows(pg_result* result);

/// A connection that is open, or an Error. All of one thread. Destroyed while a statement runs, it asks the
/// server to end that, for as long as that takes no more than a moment.
class PostgresLink {
 public:
  PostgresLink(const ServerAddress& address, const Secret& password, ErrorKind kind, CancelToken& cancel,
               std::chrono::seconds connect_limit, std::chrono::seconds answer_limit);
  ~PostgresLink();
  PostgresLink(const PostgresLink&) = delete;
  PostgresLink& operator=(const PostgresLink&) = delete;

  /// The library's handle, for calls that neither send nor wait.
  pg_conn* handle() noexcept { return handle_.get(); }

  enum class Answer {
    text,
    binary,
    binary_rows,  ///< each row a result of its own
  };
  /// Sends one statement with its parameters ($1, …).
  void send(const std::string& sql, const std::vector<std::string>& parameters, Answer answer);
  /// Sends several statements, separated by semicolons.
  void send_all(const std::string& sql);
  /// Asks for the description of a statement; two results.
  void send_prepare(const std::string& sql);
  void send_describe();
  /// Waits for the next result of what was sent, with a limit if the link has one; empty behind the last one.
  PostgresResult result();
  /// Waits for the next message of a COPY; false behind the last one, where `result()` says how it ended.
  bool receive(PostgresMessage& message);
  /// Sends a part of a COPY. What the server says of it meanwhile, comes after the end.
  void put(std::string_view bytes);
  /// Ends what was put; `result()` says how it ended.
  void end_put();

  /// Throws what is wrong, or the cancellation that caused it.
  [[noreturn]] void fail(const PostgresFailure& failure);
  /// Throws what the library last said of the connection.
  [[noreturn]] void fail();
  /// True if the connection is gone, so that the fate of the last statement is not known.
  bool lost() const noexcept { return lost_; }
  /// Of the last failure; empty if it was none of the server's.
  const std::string& sql_state() const noexcept { return sql_state_; }
  /// From here on a cancellation ends no wait. Throws one that came before.
  void outlast_cancellation();

  const std::string& place() const noexcept { return place_; }
  ErrorKind kind() const noexcept { return kind_; }

 private:
  using Time = std::chrono::steady_clock::time_point;

  void connect(const Secret& password, std::chrono::seconds limit);
  /// False if the address could not be reached in time.
  bool attempt(const std::string& address, const Secret& password, Time deadline, bool last,
               PostgresSettings::Tls tls = PostgresSettings::Tls::as_told);
  void start(const std::string& address, const Secret& password, PostgresSettings::Tls tls);
  /// True if the library has gone over to TLS where it could not refuse to say the password.
  bool must_bind(const Secret& password, PostgresSettings::Tls tls) const;
  /// Puts a screen before a login that could say the password, and takes it away behind it.
  void screen_login(std::optional<PostgresScreen>& screen, const Secret& password);
  /// Until the library has something to read, or false at the deadline.
  bool look(PostgresScreen& screen, Time deadline);
  [[noreturn]] void refuse(const Secret& password);
  /// Until the socket is ready, or false at the deadline.
  bool wait(short events, Time deadline = Time::max());
  bool wait(int socket, short events, Time deadline);
  void flush(int sent);
  void take_input();
  /// Takes what is left of a statement that failed, so that the next one can be sent.
  void forget_results();
  void refuse_zero_bytes(const std::string& sql) const;
  void stop_statement() noexcept;

  ServerAddress address_;
  ErrorKind kind_;
  std::chrono::seconds answer_limit_;  ///< 0: none
  CancelToken& cancel_;
  bool outlasts_cancellation_ = false;
  bool lost_ = false;
  std::string sql_state_;
  std::string place_;
  Descriptor bell_;  ///< readable once the run is cancelled
  std::unique_ptr<CancelToken::Wake> wake_;
  std::unique_ptr<pg_conn, FreePostgres> handle_;
};

}  // namespace counterpart
