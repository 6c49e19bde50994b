#pragma once
/// What servers that misbehave on purpose stand on: a loopback port of their own, a thread, and a script for
/// each client.

#include <functional>
#include <string>
#include <thread>

namespace counterpart::test {

/// Serves up to `most` clients, one after the other, by `script`, which gets the socket. Ended by the
/// destructor, whatever the clients do, as soon as the script is.
class RogueServer {
 public:
  explicit RogueServer(std::function<void(int socket)> script, int most = 1);
  ~RogueServer();
  RogueServer(const RogueServer&) = delete;
  RogueServer& operator=(const RogueServer&) = delete;

  int port() const { return port_; }

 private:
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
};

/// So many bytes from the client; empty if it hung up before, or said nothing for ten seconds.
std::string read_exactly(int socket, std::size_t size);

}  // namespace counterpart::test
