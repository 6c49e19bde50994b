#pragma once
/// Addresses of databases, as the job file writes them.

#include <filesystem>
#include <string>

namespace counterpart {

/// Where a database server is. Exactly one of `host` and `socket` is in use; `socket` wins.
struct ServerAddress {
  std::string user;
  std::string host = "localhost";
  unsigned port = 0;
  /// Path of a unix socket, of PostgreSQL the folder of it, which `port` completes; empty: TCP, for
  /// "localhost" too.
  std::string socket;
  std::string database;

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

/// The file of "sqlite:FILE", taken literally. Error(job_file) for anything else.
std::filesystem::path parse_sqlite_url(const std::string& url);

}  // namespace counterpart
