#pragma once
/// Stands before a database server and loses what a test wants to be lost: understands just enough of the
/// protocol to see the text of a statement.

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace counterpart::test {

/// Passes every connection to a server on loopback, from a port of its own.
class StatementProxy {
 public:
  /// What becomes of a connection that sends the statement.
  enum class Cut {
    before,  ///< cut on both sides; the server never sees it
    after,   ///< cut once the server has answered; the answer is lost
    held,    ///< cut towards the client; the server neither sees the statement nor is told
    during   ///< passed on, and cut towards the client at once; the server is not told
  };

  enum class Protocol {
    mysql,    ///< queries as text
    postgres  ///< version 3, statements as Parse … Sync; without TLS
  };

  StatementProxy(Protocol protocol, int server_port);
  ~StatementProxy();
  StatementProxy(const StatementProxy&) = delete;
  StatementProxy& operator=(const StatementProxy&) = delete;

  int port() const { return port_; }
  /// The next statement that begins with these words, or the one after `skip` of them, is cut so.
  /// `then_gone`: no connection is taken after that.
  void cut(const std::string& words, Cut how, bool then_gone = false, int skip = 0);
  /// True once that has happened.
  bool has_cut() const { return cut_; }

 private:
  void serve();
  void pass(int client);
  bool pass_packet(int client, int server, bool first);
  bool receive_packet(int client, std::string& packet, bool first) const;
  /// The text of the statement that begins with this packet; empty if none does.
  std::string statement(const std::string& packet) const;
  bool is_wanted(const std::string& packet);
  /// Passes what belongs to a statement that has begun.
  bool pass_rest(int client, int server);
  bool stopped() const { return stopped_; }

  Protocol protocol_;
  int server_port_;
  int listener_ = -1;
  int port_ = 0;
  std::mutex mutex_;
  std::string words_;
  Cut how_ = Cut::before;
  bool then_gone_ = false;
  int skip_ = 0;
  std::atomic<bool> armed_{false};
  std::atomic<bool> cut_{false};
  std::atomic<bool> gone_{false};
  std::atomic<bool> stopped_{false};
  std::vector<std::thread> passing_;
  std::thread accepting_;
};

}  // namespace counterpart::test
