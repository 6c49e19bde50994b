#pragma once
/// The settings of a connection as libpq takes them. It takes what it is not told from variables of the
/// environment, from the file of a service that a variable names, and from files in the home folder; here the
/// job file alone says how to connect.

#include <string>
#include <utility>
#include <vector>

#include "base/secret.hpp"
#include "counterpart/error.hpp"
#include "db/url.hpp"

namespace counterpart {

/// Handed to the library as two lists, never as a connection string. Holds the password in clear text: to be
/// kept no longer than the call.
class PostgresSettings {
 public:
  enum class Tls {
    as_told,  ///< what the address says
    bound     ///< and if that lets the server do without proof of its name, a login bound to the channel
  };
  /// `number` is the address of the host in `address`, empty for a unix socket.
  PostgresSettings(const ServerAddress& address, const std::string& number, const Secret& password, Tls tls);
  ~PostgresSettings();
  PostgresSettings(const PostgresSettings&) = delete;
  PostgresSettings& operator=(const PostgresSettings&) = delete;

  const char* const* keywords() const noexcept { return keywords_.data(); }
  const char* const* values() const noexcept { return values_.data(); }

  /// True if the library itself refuses to say the password in clear text to a server without proof of its
  /// name; it does since 16.
  static bool can_refuse_clear_text() noexcept;

  /// Error(kind), beginning with `place`, if a variable of the environment would decide over a setting that
  /// is not among these.
  void refuse_environment(ErrorKind kind, const std::string& place) const;

 private:
  void set(const char* keyword, std::string value) { settings_.emplace_back(keyword, std::move(value)); }

  std::vector<std::pair<const char*, std::string>> settings_;
  std::vector<const char*> keywords_;  ///< null behind the last
  std::vector<const char*> values_;
};

/// Removes libpq's variables from the environment of this process, but for PGPASSWORD, which a job file may
/// name for its secret and which is not read otherwise. For the beginning of a program, before it has a
/// second thread.
void forget_postgres_environment() noexcept;

}  // namespace counterpart
