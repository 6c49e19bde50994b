#pragma once
/// A server that speaks just enough of the PostgreSQL protocol (version 3) to misbehave.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "support/rogue_server.hpp"

namespace counterpart::test {

/// One connection to a client of the rogue server.
class RoguePostgresSession {
 public:
  explicit RoguePostgresSession(int socket) : socket_(socket) {}
  /// Bytes as they are.
  void send_raw(std::string_view bytes);
  /// A message of this type.
  void send(char type, std::string_view payload);
  /// The client's next packet without a type: its request for TLS, or its login. Empty when it hung up.
  std::string receive_startup();
  /// The client's next message with its type; empty when it hung up.
  std::string receive();
  /// All that comes until the client hangs up.
  std::string receive_rest();

  /// Takes the login of a client that was not asked for a password.
  void accept_login();
  /// Waits for the end of the next statement; false when the client hung up.
  bool await_statement();
  /// Says that the statement is done; `tag` is "SAVEPOINT" and the like.
  void finish(const std::string& tag);
  /// Answers the statement with a binary COPY of so many columns.
  void begin_copy(int columns);
  void copy_data(std::string_view bytes) { send('d', bytes); }
  void end_copy(const std::string& tag);

 private:
  int socket_;
};

/// Serves up to `most` clients by `script` on a thread. Ended by the destructor, whatever they do.
class RoguePostgres {
 public:
  explicit RoguePostgres(std::function<void(RoguePostgresSession&)> script, int most = 1);
  int port() const { return server_.port(); }

 private:
  RogueServer server_;
};

/// A number in network order.
std::string network_order(std::int64_t number, int bytes);

}  // namespace counterpart::test
