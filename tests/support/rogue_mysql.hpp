#pragma once
/// A server that speaks just enough of the MySQL protocol to misbehave, on a loopback port of its own.

#include <functional>
#include <string>
#include <string_view>

#include "support/rogue_server.hpp"

namespace counterpart::test {

/// One connection to a client of the rogue server.
class RogueSession {
 public:
  explicit RogueSession(int socket) : socket_(socket) {}
  /// Sends one packet with the next sequence number.
  void send(std::string_view payload);
  /// The payload of the client's next packet; empty when it hung up.
  std::string receive();
  /// The greeting of a server without TLS, and the client's answer to it.
  std::string greet();
  void accept_login() { send(std::string_view("\0\0\0\2\0\0\0", 7)); }

 private:
  int socket_;
  unsigned char sequence_ = 0;
};

/// Serves one client by `script` on a thread. Ended by the destructor, whatever the client does.
class RogueMysql {
 public:
  explicit RogueMysql(std::function<void(RogueSession&)> script);
  int port() const { return server_.port(); }

 private:
  RogueServer server_;
};

}  // namespace counterpart::test
