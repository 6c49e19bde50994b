#pragma once
/// A PostgreSQL server of its own for a test program, in a temporary folder, on a unix socket and a free
/// loopback port.

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "support/certificate_authority.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {

class PostgresServer {
 public:
  /// The server of this test program, started on first use and stopped at its end. Throws std::runtime_error
  /// with the server's log if it cannot be started.
  static PostgresServer& instance();

  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  /// Makes an empty database, of UTF-8 or another encoding, and gives its name; each call another one.
  std::string fresh_database(const std::string& encoding = "UTF8");
  /// Runs statements as the superuser in one session, one after the other. Throws std::runtime_error.
  void run_all(const std::string& database, const std::vector<std::string>& statements);
  void run(const std::string& database, const std::string& statement) { run_all(database, {statement}); }
  /// All rows of a query, as "a|b\nc|NULL\n".
  std::string query(const std::string& database, const std::string& sql);

  /// Ends every connection to this database by pg_terminate_backend.
  void terminate_connections(const std::string& database);
  /// Comes back when there is none.
  void await_no_connections(const std::string& database);
  /// Waits until a statement that contains `text` runs in this database.
  void await_statement(const std::string& database, const std::string& text);

  /// "postgres://postgres@localhost/DATABASE?socket=…". The user "postgres" needs no password; "reader", who
  /// has "right", needs it over TCP; "clear" has to send it in clear text, "sealed" needs TLS for it, and
  /// "sealed_clear" both.
  std::string url(const std::string& database, const std::string& user = "postgres") const;
  int port() const { return port_; }
  /// Over TCP; with 0.0.0.0 as the host of another machine, which the system connects on loopback.
  std::string tcp_url(const std::string& database, const std::string& user = "postgres",
                      const std::string& host = "127.0.0.1") const;
  /// The authority that vouches for the server's certificate, which is one for 0.0.0.0.
  std::filesystem::path authority() const { return authority_->certificate(); }

 private:
  PostgresServer();
  void install();
  void make_certificate();
  void start();
  void await_ready() const;
  std::string log() const;

  TemporaryDirectory folder_;
  std::optional<CertificateAuthority> authority_;
  int port_ = 0;
  uid_t user_ = 0;  ///< as whom the server runs, which is never root
  gid_t group_ = 0;
  pid_t pid_ = -1;
  int databases_ = 0;
};

}  // namespace counterpart::test
