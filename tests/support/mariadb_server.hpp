#pragma once
/// A MariaDB server of its own for a test program, in a temporary folder, on a unix socket and a free
/// loopback port.

#include <sys/types.h>

#include <string>
#include <vector>

#include "support/temporary_directory.hpp"

namespace counterpart::test {

class MariadbServer {
 public:
  /// The server of this test program, started on first use and killed at its end. Throws std::runtime_error
  /// with the server's log if it cannot be started.
  static MariadbServer& instance();
  /// Options for the server, such as "--ssl-cert=FILE"; before the first use of `instance()`.
  static std::vector<std::string>& options();

  ~MariadbServer();
  MariadbServer(const MariadbServer&) = delete;
  MariadbServer& operator=(const MariadbServer&) = delete;

  /// Makes an empty database and gives its name; each call another one.
  std::string fresh_database();
  /// Runs statements as root, one after the other, with the non-strict mode that bad data needs. Throws
  /// std::runtime_error.
  void run_all(const std::string& database, const std::vector<std::string>& statements);
  void run(const std::string& database, const std::string& statement) { run_all(database, {statement}); }
  /// All rows of a query, as "a|b\nc|NULL\n".
  std::string query(const std::string& database, const std::string& sql);

  /// Kills every connection that has this database open.
  void kill_connections(const std::string& database);
  /// Comes back when no connection has this database open.
  void await_no_connections(const std::string& database);

  /// "mysql://root@localhost/DATABASE?socket=…"; root has no password.
  std::string url(const std::string& database, const std::string& user = "root") const;
  int port() const { return port_; }
  std::string tcp_url(const std::string& database, const std::string& user = "root") const;

 private:
  MariadbServer();
  void install() const;
  void start();
  void await_ready() const;
  std::string log() const;

  TemporaryDirectory folder_;
  std::string socket_;
  int port_ = 0;
  pid_t pid_ = -1;
  int databases_ = 0;
};

}  // namespace counterpart::test
