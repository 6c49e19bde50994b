#pragma once
/// Addresses of databases, as the job file writes them.

#include <filesystem>
#include <string>

namespace counterpart {

/// Where a MySQL or MariaDB server is. Exactly one of `host` and `socket` is in use; `socket` wins.
struct MysqlAddress {
  std::string user;
  std::string host = "localhost";
  unsigned port = 3306;
  std::string socket;  ///< path of a unix socket; empty: TCP, for "localhost" too
  std::string database;

  /// True if the bytes never leave this machine: a unix socket or a loopback host.
  bool is_local() const;
  /// For people, without the user: "host:port/database", "socket/database".
  std::string text() const;
};

/// Reads "mysql://user@host:port/database" and "mysql://user@localhost/database?socket=/path"; user, host,
/// database and path may be percent-encoded, an IPv6 host stands in brackets. Error(job_file) for anything
/// else; a password in the URL is refused, and no message repeats it.
MysqlAddress parse_mysql_url(const std::string& url);

/// The file of "sqlite:FILE", taken literally. Error(job_file) for anything else.
std::filesystem::path parse_sqlite_url(const std::string& url);

}  // namespace counterpart
