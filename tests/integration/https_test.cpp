/// The REST source over TLS against nginx: HTTP/2, authorities of one's own, certificates of clients.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <optional>

#include "support/nginx_server.hpp"
#include "support/rest_reading.hpp"
#include "support/rogue_api.hpp"

namespace counterpart::test {
namespace {

using testing::AllOf;
using testing::Each;
using testing::Field;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
constexpr Users kUsers{.count = 995, .size = 10};

/// SSL_CERT_FILE while it lives.
class Trust {
 public:
  explicit Trust(const std::string& file) {
    if (const char* before = std::getenv("SSL_CERT_FILE")) before_ = before;
    ::setenv("SSL_CERT_FILE", file.c_str(), 1);
  }
  ~Trust() {
    if (before_) {
      ::setenv("SSL_CERT_FILE", before_->c_str(), 1);
    } else {
      ::unsetenv("SSL_CERT_FILE");
    }
  }
  Trust(const Trust&) = delete;
  Trust& operator=(const Trust&) = delete;

 private:
  std::optional<std::string> before_;
};

RestSpec spec_of(const NginxServer& server) {
  std::filesystem::create_directory(server.root() / "users");
  for (unsigned page = 1; page <= kUsers.pages(); ++page)
    std::ofstream(server.root() / "users" / fmt::format("{}.json", page)) << kUsers.page(page);
  RestSpec spec = quick_spec(server.url() + "/users");
  spec.pages.total_pages = "/total_pages";
  spec.pages.total_items = "/total";
  return spec;
}

void expect_all(const Reading& reading) {
  EXPECT_EQ(reading.error, "");
  EXPECT_TRUE(reading.rows == expected_rows(kUsers.count, kUsers.size));
  EXPECT_EQ(reading.report.pages, kUsers.pages());
  EXPECT_EQ(reading.report.end_reason, "total_pages");
}

class Https : public testing::Test {
 protected:
  void SetUp() override {
    if (!NginxServer::available()) GTEST_FAIL() << "nginx is not installed: tools/setup test";
  }
};

TEST_F(Https, AWindowOfRequestsSharesOneConnectionOfHttp2) {
  const NginxServer server({.tls = true, .http2 = true});
  const Trust trust(server.authority().certificate());
  RestSpec spec = spec_of(server);
  std::size_t asked = 0;
  for (const unsigned window : {1U, 8U, 32U, 0U}) {
    spec.window = window;
    expect_all(read_all(spec));
    const auto served = server.served(asked + kUsers.pages());
    ASSERT_THAT(served, SizeIs(asked + kUsers.pages())) << window;
    const std::string connection = served[asked].connection;
    for (; asked < served.size(); ++asked) {
      EXPECT_EQ(served[asked].protocol, "HTTP/2.0") << window;
      EXPECT_EQ(served[asked].connection, connection) << window;
      EXPECT_EQ(served[asked].status, 200);
    }
  }
}

TEST_F(Https, AServerWithoutHttp2IsSpokenToInHttp1) {
  const NginxServer server({.tls = true});
  const Trust trust(server.authority().certificate());
  expect_all(read_all(spec_of(server)));
  EXPECT_THAT(server.served(kUsers.pages()), Each(Field(&NginxServer::Served::protocol, "HTTP/1.1")));
}

TEST_F(Https, ACompressedPageComesThroughHttp2) {
  const NginxServer server({.tls = true, .http2 = true, .gzip = true});
  const Trust trust(server.authority().certificate());
  expect_all(read_all(spec_of(server)));
}

TEST_F(Https, AnAuthorityThatNobodyKnowsIsRefusedOnce) {
  const NginxServer server({.tls = true, .http2 = true});
  const NginxServer other({.tls = true});
  const Trust trust(other.authority().certificate());
  RestSpec spec = spec_of(server);
  spec.auth.kind = AuthSpec::Kind::bearer;
  spec.auth.token = Secret("pa55word");
  const Reading reading = read_all(spec);
  EXPECT_THAT(reading.error,
              AllOf(HasSubstr("certificate"), Not(HasSubstr("attempt")), Not(HasSubstr("pa55word"))));
  EXPECT_THAT(server.served(0), SizeIs(0));
}

TEST_F(Https, ACertificateForAnotherNameIsRefused) {
  const NginxServer server({.tls = true, .certificate_for = "DNS:api.example.com"});
  const Trust trust(server.authority().certificate());
  EXPECT_THAT(read_all(spec_of(server)).error, AllOf(HasSubstr("certificate"), Not(HasSubstr("attempt"))));
}

TEST_F(Https, AServerThatKnowsItsClientsByCertificateIsReadWithOne) {
  const NginxServer server({.tls = true, .http2 = true, .client_certificate = true});
  const Trust trust(server.authority().certificate());
  RestSpec spec = spec_of(server);
  EXPECT_THAT(read_all(spec).error, HasSubstr("the API answered 400"));
  server.authority().issue("client", "DNS:reader.example.com");
  spec.auth.kind = AuthSpec::Kind::mtls;
  spec.auth.certificate = server.authority().certificate("client");
  spec.auth.key = server.authority().key("client");
  expect_all(read_all(spec));
}

TEST_F(Https, ACertificateOfAStrangerIsNoWayIn) {
  const NginxServer server({.tls = true, .client_certificate = true});
  const NginxServer other({.tls = true});
  const Trust trust(server.authority().certificate());
  RestSpec spec = spec_of(server);
  other.authority().issue("client", "DNS:reader.example.com");
  spec.auth.kind = AuthSpec::Kind::mtls;
  spec.auth.certificate = other.authority().certificate("client");
  spec.auth.key = other.authority().key("client");
  EXPECT_THAT(read_all(spec).error, HasSubstr("the API answered 400"));
}

}  // namespace
}  // namespace counterpart::test
