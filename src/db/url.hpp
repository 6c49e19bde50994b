#pragma once
/// Addresses of databases, as the job file writes them.

#include <filesystem>
#include <string>

namespace counterpart {

/// How a server proves who it is, and we to it. Files are PEM.
struct TlsSpec {
  enum class Mode {
    automatic,    ///< verify_full for a server on another machine
    verify_full,  ///< nothing is said before the certificate and the name in it are verified
    off           ///< for a server on this machine alone
  } mode = Mode::automatic;
  std::string authorities;  ///< that may vouch for it; empty: those of the system, or of SSL_CERT_FILE
  std::string certificate;  ///< ours, and its key; empty: none
  std::string key;
};

/// Where a database server is. Exactly one of `host` and `socket` is in use; `socket` wins.
struct ServerAddress {
  std::string user;
  std::string host = "localhost";
  unsigned port = 0;
  /// Path of a unix socket, of PostgreSQL the folder of it, which `port` completes; empty: TCP, for
  /// "localhost" too.
  std::string socket;
  std::string database;
  TlsSpec tls = {};

  /// True if the server has to prove its name before anything is said.
  bool needs_tls() const {
    return tls.mode == TlsSpec::Mode::verify_full || (tls.mode == TlsSpec::Mode::automatic && !is_local());
  }
  /// True if the bytes never leave this machine: a unix socket or a loopback host.
  bool is_local() const;
  /// For people, without the user: "host:port/database", "socket/database".
  std::string text() const;
};

/// Reads "mysql://user@host:port/database" and "mysql://user@localhost/database?socket=/path"; user, host,
/// database and path may be percent-encoded, an IPv6 host stands in brackets. Error(job_file) for anything
/// else; a password in the URL is refused, and no message repeats it.
ServerAddress parse_mysql_url(const std::string& url);

/// The same of "postgres://…", or "postgresql://…", with the port 5432. The socket is named by its folder,
/// `?host=/folder` or `?socket=/folder`, or by itself, `?socket=/folder/.s.PGSQL.5432`.
ServerAddress parse_postgres_url(const std::string& url);

/// The address of a "mysql:" or "postgres:" URL with what the job says of TLS. Error(job_file) for TLS over a
/// unix socket, or none to another machine.
ServerAddress server_address(const std::string& url, const TlsSpec& tls);

/// The file of "sqlite:FILE", taken literally. Error(job_file) for anything else.
std::filesystem::path parse_sqlite_url(const std::string& url);

}  // namespace counterpart
