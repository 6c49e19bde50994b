#include "db/postgres_settings.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "db/libpq.hpp"

namespace counterpart {
namespace {

/// Stands for a file that is not there, where an empty value would mean the one in the home folder.
constexpr const char* kNoFile = "/dev/null/none";
/// Without a password libpq would look for one elsewhere.
constexpr const char* kNoPassword = "the job file names no password";
constexpr int kSystemTrustVersion = 160'000;
constexpr int kRequireAuthVersion = 160'000;
constexpr std::array<const char*, 4> kAuthorities{"/etc/ssl/certs/ca-certificates.crt",
                                                  "/etc/pki/tls/certs/ca-bundle.crt",
                                                  "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};

/// Variables that libpq reads beside those of its settings; the first three go to the server.
constexpr std::array<const char*, 7> kFurther{"PGDATESTYLE",  "PGTZ",         "PGGEQO",     "PGSERVICEFILE",
                                              "PGSYSCONFDIR", "PGREQUIRESSL", "PGLOCALEDIR"};
constexpr std::size_t kSentToServer = 3;

/// The authorities that the system trusts, or those of SSL_CERT_FILE.
std::string trusted_authorities() {
  if (const char* const file = std::getenv("SSL_CERT_FILE"); file != nullptr && *file != '\0') return file;
  if (PQlibVersion() >= kSystemTrustVersion) return "system";
  for (const char* const file : kAuthorities) {
    if (::access(file, R_OK) == 0) return file;
  }
  return kAuthorities[0];
}

struct FreeSettings {
  void operator()(PQconninfoOption* settings) const noexcept { PQconninfoFree(settings); }
};

/// The settings that libpq knows, without values.
std::unique_ptr<PQconninfoOption, FreeSettings> known_settings() {
  return std::unique_ptr<PQconninfoOption, FreeSettings>(PQconninfoParse("", nullptr));
}

/// All of libpq's variables begin like that.
bool environment_speaks_of_postgres() noexcept {
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    if (text.starts_with("PG") && !text.starts_with("PGPASSWORD=")) return true;
  }
  return false;
}

}  // namespace

PostgresSettings::PostgresSettings(const ServerAddress& address, const std::string& number,
                                   const Secret& password, Tls how) {
  const bool verified = address.needs_tls();
  const TlsSpec& tls = address.tls;
  set("host", address.socket.empty() ? address.host : address.socket);
  if (!number.empty()) set("hostaddr", number);
  set("port", std::to_string(address.port));
  set("user", address.user);
  set("password", password.empty() ? kNoPassword : password.reveal());
  set("dbname", address.database);
  set("passfile", kNoFile);
  // On this machine TLS only where the server insists on it; elsewhere a server that cannot prove its name
  // gets nothing, so that whatever it asks for as a login goes to the right one.
  const char* const unverified = tls.mode == TlsSpec::Mode::off ? "disable" : "allow";
  set("sslmode", verified ? "verify-full" : how == Tls::bound ? "require" : unverified);
  // Without proof of its name no server is told the password itself. Libraries that cannot refuse that have
  // PostgresScreen before them, and through TLS take a login alone that is bound to its channel.
  if (!verified && can_refuse_clear_text()) set("require_auth", "!password");
  if (how == Tls::bound) set("channel_binding", "require");
  set("sslrootcert", !verified ? kNoFile : tls.authorities.empty() ? trusted_authorities() : tls.authorities);
  set("sslcert", tls.certificate.empty() ? kNoFile : tls.certificate);
  set("sslkey", tls.key.empty() ? kNoFile : tls.key);
  set("sslcrl", kNoFile);
  set("gssencmode", "disable");
  set("client_encoding", "UTF8");
  set("application_name", "counterpart");
  // A peer that vanished is noticed after about two minutes, however long the query takes.
  set("keepalives", "1");
  set("keepalives_idle", "60");
  set("keepalives_interval", "10");
  set("keepalives_count", "6");
  set("tcp_user_timeout", "120000");
  for (const auto& [keyword, value] : settings_) {
    keywords_.push_back(keyword);
    values_.push_back(value.c_str());
  }
  keywords_.push_back(nullptr);
  values_.push_back(nullptr);
}

bool PostgresSettings::can_refuse_clear_text() noexcept {
  return PQlibVersion() >= kRequireAuthVersion;
}

PostgresSettings::~PostgresSettings() {
  for (auto& setting : settings_) wipe(setting.second);
}

void PostgresSettings::refuse_environment(ErrorKind kind, const std::string& place) const {
  const auto refuse = [&](const char* variable) {
    if (std::getenv(variable) == nullptr) return;
    throw Error(kind, place + ": the environment variable " + variable + " would change the connection")
        .hint("unset it: the job file alone says how to connect");
  };
  const auto known = known_settings();
  for (const PQconninfoOption* one = known.get(); one != nullptr && one->keyword != nullptr; ++one) {
    const auto same = [one](const auto& setting) { return std::string_view(setting.first) == one->keyword; };
    if (one->envvar != nullptr && std::none_of(settings_.begin(), settings_.end(), same)) refuse(one->envvar);
  }
  for (std::size_t i = 0; i < kSentToServer; ++i) refuse(kFurther[i]);
}

void forget_postgres_environment() noexcept {
  if (!environment_speaks_of_postgres()) return;
  for (const char* const variable : kFurther) ::unsetenv(variable);
  try {
    const auto known = known_settings();
    for (const PQconninfoOption* one = known.get(); one != nullptr && one->keyword != nullptr; ++one) {
      if (one->envvar != nullptr && std::string_view(one->keyword) != "password") ::unsetenv(one->envvar);
    }
  } catch (const Error&) {
    // No libpq, and so nobody who would read them.
  }
}

}  // namespace counterpart
