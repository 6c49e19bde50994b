/// The key `tls` against a MariaDB server with a certificate for 127.0.0.1.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "db/mysql.hpp"
#include "source/mysql_source.hpp"
#include "support/certificate_authority.hpp"
#include "support/mariadb_server.hpp"

namespace counterpart {
namespace {

using test::CertificateAuthority;
using test::MariadbServer;
using testing::HasSubstr;

/// Certificates, and the server that has them.
struct Servers {
  Servers() {
    for (const auto* at : {&folder, &other_folder})
      std::filesystem::permissions(at->path(), std::filesystem::perms(0755));
    authority.issue("server", "IP:127.0.0.1");
    authority.issue("client", "DNS:reader.example");
    other.issue("client", "DNS:reader.example");
    MariadbServer::options() = {"--ssl-ca=" + authority.certificate().string(),
                                "--ssl-cert=" + authority.certificate("server").string(),
                                "--ssl-key=" + authority.key("server").string()};
    MariadbServer::instance().run_all(
        "", {"CREATE USER proven@'%' REQUIRE X509", "GRANT ALL ON *.* TO proven@'%'",
             "CREATE USER plain@'%' REQUIRE NONE", "GRANT ALL ON *.* TO plain@'%'"});
  }
  test::TemporaryDirectory folder;
  test::TemporaryDirectory other_folder;
  CertificateAuthority authority{folder.path()};
  CertificateAuthority other{other_folder.path()};
};

class MysqlTls : public testing::Test {
 protected:
  static void SetUpTestSuite() { servers_ = std::make_unique<Servers>(); }

  static TlsSpec trusting(const CertificateAuthority& authority) {
    return {TlsSpec::Mode::verify_full, authority.certificate().string(), "", ""};
  }
  static TlsSpec with_client(TlsSpec tls, const CertificateAuthority& authority) {
    tls.certificate = authority.certificate("client").string();
    tls.key = authority.key("client").string();
    return tls;
  }
  std::string url(const std::string& user, const std::string& host = "127.0.0.1") const {
    return "mysql://" + user + "@" + host + ":" + std::to_string(MariadbServer::instance().port()) + "/mysql";
  }
  /// The cipher of a session; "" for one in clear text.
  std::string cipher(const std::string& url, const TlsSpec& tls) {
    MysqlConnection connection(server_address(url, tls), Secret(), ErrorKind::source, cancel_);
    return connection.rows("SHOW STATUS LIKE 'Ssl_cipher'").at(0).at(1).value_or("");
  }
  std::string failure(const std::string& url, const TlsSpec& tls) {
    try {
      cipher(url, tls);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::source);
      EXPECT_FALSE(error.hint().empty());
      return error.what();
    }
    return "no failure";
  }

  static std::unique_ptr<Servers> servers_;
  CancelToken cancel_;
};

std::unique_ptr<Servers> MysqlTls::servers_;

TEST_F(MysqlTls, TheNamedAuthorityVouchesForTheServer) {
  EXPECT_NE(cipher(url("plain"), trusting(servers_->authority)), "");
}

TEST_F(MysqlTls, AnotherAuthorityDoesNot) {
  EXPECT_NE(failure(url("plain"), trusting(servers_->other)), "no failure");
  EXPECT_NE(failure(url("plain"), {TlsSpec::Mode::verify_full, "", "", ""}), "no failure");
}

TEST_F(MysqlTls, TheNameIsVerifiedToo) {
  EXPECT_NE(failure(url("plain", "localhost"), trusting(servers_->authority)), "no failure");
}

TEST_F(MysqlTls, OnThisMachineNoneIsNeeded) {
  EXPECT_EQ(cipher(url("plain"), {}), "");
  EXPECT_EQ(cipher(url("plain"), {TlsSpec::Mode::off, "", "", ""}), "");
}

TEST_F(MysqlTls, ACertificateOfOursProvesWhoWeAre) {
  const TlsSpec trust = trusting(servers_->authority);
  EXPECT_THAT(failure(url("proven"), trust), HasSubstr("proven"));
  EXPECT_NE(cipher(url("proven"), with_client(trust, servers_->authority)), "");
  EXPECT_NE(failure(url("proven"), with_client(trust, servers_->other)), "no failure");
}

TEST_F(MysqlTls, ASourceReadsThroughIt) {
  const ReadSpec read{.fields = {{.name = "value"}}, .id = 0};
  SideProgress progress;
  DatabaseSpec spec;
  spec.kind = DatabaseSpec::Kind::mysql;
  spec.url = url("plain");
  spec.tls = trusting(servers_->authority);
  spec.query =
      "SELECT variable_value AS value FROM information_schema.session_status WHERE variable_name = "
      "'SSL_VERSION'";
  const auto stream = open_mysql_source(spec, {read, progress, cancel_, 1 << 20});
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  EXPECT_THAT(std::string(batch.record(0)), HasSubstr("TLS"));
}

}  // namespace
}  // namespace counterpart
