#pragma once
/// Stands before a MySQL server and loses what a test wants to be lost: understands just enough of the
/// protocol to see the text of a query.

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace counterpart::test {

/// Passes every connection to a server on loopback, from a port of its own.
class MysqlProxy {
 public:
  /// What becomes of a connection that sends the statement.
  enum class Cut {
    before,  ///< cut on both sides; the server never sees it
    after,   ///< cut once the server has answered; the answer is lost
    during   ///< passed on, and cut towards the client at once; the server is not told
  };

  explicit MysqlProxy(int server_port);
  ~MysqlProxy();
  MysqlProxy(const MysqlProxy&) = delete;
  MysqlProxy& operator=(const MysqlProxy&) = delete;

  int port() const { return port_; }
  /// The next query that begins with these words, or the one after `skip` of them, is cut so. `then_gone`: no
  /// connection is taken after that.
  void cut(const std::string& words, Cut how, bool then_gone = false, int skip = 0);
  /// True once that has happened.
  bool has_cut() const { return cut_; }

 private:
  void serve();
  void pass(int client);
  bool pass_packet(int client, int server);
  bool is_wanted(const std::string& packet);
  bool stopped() const { return stopped_; }

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
