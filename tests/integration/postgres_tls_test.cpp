/// The key `tls` against a PostgreSQL server with a certificate for 0.0.0.0, which stands for another
/// machine.

#include <gmock/gmock.h>

#include <chrono>

#include "db/postgres.hpp"
#include "support/certificate_authority.hpp"
#include "support/postgres_reading.hpp"

namespace counterpart {
namespace {

using test::CertificateAuthority;

class PostgresTls : public test::PostgresReading {
 protected:
  TlsSpec trusting(const std::filesystem::path& authority) const {
    return {TlsSpec::Mode::verify_full, authority.string(), "", ""};
  }
  /// What a session is: "t" for one over TLS; and of whom its certificate is, "" without one.
  std::string session(const std::string& what, const TlsSpec& tls, const std::string& host = "0.0.0.0",
                      const std::string& user = "reader") {
    const std::string url = server_.tcp_url(database_, user, host);
    PostgresConnection connection(server_address(url, tls), Secret("right"), ErrorKind::source, cancel_);
    return connection.rows("SELECT " + what + "::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        .at(0)
        .at(0)
        .value_or("");
  }
  std::string failure_of(const TlsSpec& tls, const std::string& host = "0.0.0.0",
                         const std::string& user = "reader") {
    try {
      session("ssl", tls, host, user);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::source);
      EXPECT_FALSE(error.hint().empty());
      return error.what();
    }
    return "no failure";
  }

  test::TemporaryDirectory folder_;
};

TEST_F(PostgresTls, TheNamedAuthorityVouchesForTheServer) {
  EXPECT_EQ(session("ssl", trusting(server_.authority())), "true");
}

TEST_F(PostgresTls, AnotherAuthorityDoesNot) {
  const CertificateAuthority other(folder_.path());
  EXPECT_THAT(failure_of(trusting(other.certificate())), testing::HasSubstr("certificate"));
  EXPECT_THAT(failure_of({TlsSpec::Mode::verify_full, "", "", ""}), testing::HasSubstr("certificate"));
}

TEST_F(PostgresTls, TheNameIsVerifiedToo) {
  EXPECT_NE(failure_of(trusting(server_.authority()), "127.0.0.1"), "no failure");
}

TEST_F(PostgresTls, OnThisMachineNoneIsNeeded) {
  EXPECT_EQ(session("ssl", {TlsSpec::Mode::off, "", "", ""}, "127.0.0.1"), "false");
}

TEST_F(PostgresTls, OnThisMachineAServerMayInsistOnItWithoutAProof) {
  EXPECT_EQ(session("ssl", {}, "127.0.0.1", "sealed"), "true");
  // Nobody has proved to be the one that may be told the password.
  EXPECT_THAT(failure_of({}, "127.0.0.1", "sealed_clear"),
              testing::AnyOf(testing::HasSubstr("channel binding"), testing::HasSubstr("require_auth")));
}

TEST_F(PostgresTls, ACertificateOfOursProvesWhoWeAre) {
  const CertificateAuthority ours(folder_.path());
  ours.issue("client", "DNS:reader.example");
  std::filesystem::permissions(ours.key("client"), std::filesystem::perms(0600));
  TlsSpec tls = trusting(server_.authority());
  tls.certificate = ours.certificate("client").string();
  tls.key = ours.key("client").string();
  // The server asks for certificates, and trusts those of its own authority alone.
  server_.run(database_, "ALTER SYSTEM SET ssl_ca_file = '" + server_.authority().string() + "'");
  server_.run(database_, "SELECT pg_reload_conf()");
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  std::string message;
  do message = failure_of(tls);
  while (message == "no failure" && std::chrono::steady_clock::now() < limit);
  EXPECT_NE(message, "no failure") << "the certificate was not sent";
  server_.run(database_, "ALTER SYSTEM RESET ssl_ca_file");
  server_.run(database_, "SELECT pg_reload_conf()");
}

TEST_F(PostgresTls, ASourceReadsThroughIt) {
  want({"ssl"});
  DatabaseSpec spec = query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
  spec.url = server_.tcp_url(database_, "reader", "0.0.0.0");
  spec.password = Secret("right");
  spec.tls = trusting(server_.authority());
  const auto rows = all(spec);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_TRUE(rows[0][0].as_boolean());
}

}  // namespace
}  // namespace counterpart
