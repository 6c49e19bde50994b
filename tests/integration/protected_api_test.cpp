/// The REST source against an API behind OAuth2: what it refuses, and tokens that run out while it is read.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <thread>

#include "support/gate.hpp"
#include "support/protected_api.hpp"
#include "support/rest_reading.hpp"
#include "support/web_client.hpp"

namespace counterpart::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Kind = PagesSpec::Kind;
constexpr unsigned kUsers = 205;
constexpr const char* kRefused = "the API refused the credentials (401)";

AuthSpec bearer(const std::string& token) {
  AuthSpec auth;
  auth.kind = AuthSpec::Kind::bearer;
  auth.token = Secret(token);
  return auth;
}

AuthSpec by_client(const ProtectedApi& api, const std::string& secret = ProtectedApi::secret()) {
  AuthSpec auth;
  auth.kind = AuthSpec::Kind::oauth2;
  auth.token = Secret(secret);
  auth.token_url = api.url("/token/");
  auth.client_id = ProtectedApi::client();
  return auth;
}

/// /users/ by number, ten at a time.
RestSpec users_of(const std::string& url, const AuthSpec& auth, std::int64_t size = 10) {
  RestSpec spec = quick_spec(url + "/users/");
  spec.records = "/results";
  spec.auth = auth;
  spec.pages.size_param = "size";
  spec.pages.size = size;
  spec.pages.total_items = "/count";
  return spec;
}

void expect_all(const Reading& reading, unsigned size, const std::string& end_reason) {
  EXPECT_EQ(reading.error, "");
  EXPECT_TRUE(reading.rows == expected_rows(kUsers, size));
  EXPECT_EQ(reading.report.end_reason, end_reason);
}

/// How many tokens were given out through a proxy.
std::size_t tokens(const NginxServer& proxy) {
  const auto served = proxy.served(0);
  return static_cast<std::size_t>(std::count_if(
      served.begin(), served.end(),
      [](const NginxServer::Served& one) { return one.target == "/token/" && one.status == 200; }));
}

/// Waits until the API refuses the token, for a quarter of a minute at most.
bool runs_out(const ProtectedApi& api, const std::string& token) {
  for (int look = 0; look < 300; ++look) {
    if (ask("GET", api.url("/check/"), {}, {}, {{"Authorization", "Bearer " + token}}).status == 401)
      return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

/// Tests that leave it as it is share one.
class Protected : public testing::Test {
 protected:
  static void TearDownTestSuite() { api_.reset(); }
  static const ProtectedApi& shared() {
    if (!api_) api_ = std::make_unique<ProtectedApi>();
    return *api_;
  }

 private:
  static std::unique_ptr<ProtectedApi> api_;
};

std::unique_ptr<ProtectedApi> Protected::api_;

TEST_F(Protected, PagesByNumberWithAToken) {
  const ProtectedApi& api = shared();
  RestSpec spec = users_of(api.url(""), bearer(api.token()));
  for (const unsigned window : {1U, 0U}) {
    spec.window = window;
    const Reading reading = read_all(spec);
    expect_all(reading, 10, "total_items");
    EXPECT_EQ(reading.report.pages, 21u);
    EXPECT_EQ(reading.report.expected, kUsers);
    EXPECT_THAT(reading.report.warnings, IsEmpty());
  }
}

TEST_F(Protected, NextLinksAndCursorsOnlyFoundInLinks) {
  const ProtectedApi& api = shared();
  RestSpec spec = users_of(api.url(""), bearer(api.token()));
  spec.pages.kind = Kind::next_link;
  spec.pages.link = "/next";
  expect_all(read_all(spec), 10, "no_next");
  spec.pages.total_items = "";
  spec.url = api.url("/users/by-cursor/");
  expect_all(read_all(spec), 10, "no_next");
}

/// It cuts sizes over 50 without a word.
TEST_F(Protected, OffsetsStepByWhatCameAndNotByWhatWasAskedFor) {
  const ProtectedApi& api = shared();
  RestSpec spec = users_of(api.url(""), bearer(api.token()), 100);
  const std::string warning = "{} gives pages of 50 records although 100 were asked for";
  for (const unsigned window : {1U, 0U}) {
    spec.window = window;
    spec.url = api.url("/users/");
    spec.pages.kind = Kind::page;
    spec.pages.param = "page";
    spec.pages.size_param = "size";
    spec.pages.first = 1;
    Reading reading = read_all(spec);
    expect_all(reading, 50, "total_items");
    EXPECT_THAT(reading.report.warnings, ElementsAre(fmt::format(fmt::runtime(warning), spec.url)));
    spec.url = api.url("/users/by-offset/");
    spec.pages.kind = Kind::offset;
    spec.pages.param = "offset";
    spec.pages.size_param = "limit";
    spec.pages.first = 0;
    reading = read_all(spec);
    expect_all(reading, 50, "total_items");
    EXPECT_THAT(reading.report.warnings, ElementsAre(fmt::format(fmt::runtime(warning), spec.url)));
  }
}

TEST_F(Protected, APageBehindTheLastIsAnErrorWhereTheJobNamesNoEnd) {
  const ProtectedApi& api = shared();
  RestSpec spec = users_of(api.url(""), bearer(api.token()));
  spec.pages.total_items = "";
  for (const unsigned window : {1U, 0U}) {
    spec.window = window;
    EXPECT_EQ(read_all(spec).error, fmt::format("5: page 22 of {}: the API answered 404", spec.url));
  }
}

TEST_F(Protected, NoTokenAndAWrongOneAndOneWithoutTheRightAreRefused) {
  const ProtectedApi& api = shared();
  const std::string place = fmt::format("5: page 1 of {}: ", api.url("/users/"));
  EXPECT_EQ(read_all(users_of(api.url(""), {})).error, place + "the API refused the request (401)");
  const Reading wrong = read_all(users_of(api.url(""), bearer("wr0ng")));
  EXPECT_EQ(wrong.error, place + kRefused);
  EXPECT_EQ(wrong.report.retries, 0u);
  EXPECT_EQ(read_all(users_of(api.url(""), bearer(api.token("other")))).error,
            place + "the API refused the credentials (403)");
}

TEST(ProtectedApi, AnExpiredTokenIsRefused) {
  const ProtectedApi api({.token_seconds = 1});
  const std::string token = api.token();
  ASSERT_TRUE(runs_out(api, token));
  EXPECT_THAT(read_all(users_of(api.url(""), bearer(token))).error, HasSubstr(kRefused));
}

TEST_F(Protected, ATokenRevokedInTheMiddleEndsTheReading) {
  const ProtectedApi& api = shared();
  const std::string token = api.token();
  const Gate gate(api.url(""), "page=7", [&] { api.revoke(token); });
  RestSpec spec = users_of(gate.url(), bearer(token));
  spec.window = 1;
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.count(), 60u);
  EXPECT_EQ(reading.error, fmt::format("5: page 7 of {}: {}", spec.url, kRefused));
}

TEST_F(Protected, NginxThatAsksItAboutTokensRefusesTheSame) {
  const ProtectedApi& api = shared();
  const NginxServer files({.check = api.url("/check/")});
  std::filesystem::create_directory(files.root() / "users");
  const Users users{.count = 95};
  for (unsigned page = 1; page <= users.pages(); ++page)
    std::ofstream(files.root() / "users" / fmt::format("{}.json", page)) << users.page(page);
  RestSpec spec = quick_spec(files.url() + "/users");
  spec.pages.total_pages = "/total_pages";
  const std::string place = fmt::format("5: page 1 of {}: ", spec.url);
  EXPECT_EQ(read_all(spec).error, place + "the API refused the request (401)");
  spec.auth = bearer("wr0ng");
  EXPECT_EQ(read_all(spec).error, place + kRefused);
  spec.auth = bearer(api.token("other"));
  EXPECT_EQ(read_all(spec).error, place + "the API refused the credentials (403)");
  spec.auth = by_client(api);
  EXPECT_EQ(read_all(spec).rows, expected_rows(95, 10));
}

TEST_F(Protected, ALimitOfRequestsIsWaitedFor) {
  const ProtectedApi& api = shared();
  RestSpec spec = users_of(api.url(""), bearer(api.token()), 50);
  spec.url = api.url("/users/slow/");
  const Reading reading = read_all(spec);
  expect_all(reading, 50, "total_items");
  EXPECT_GE(reading.report.retries, 1u);
}

TEST_F(Protected, ClientCredentialsBuyATokenInEitherWay) {
  const ProtectedApi& api = shared();
  for (const bool in_body : {false, true}) {
    RestSpec spec = users_of(api.url(""), by_client(api));
    spec.auth.secret_in_body = in_body;
    for (const unsigned window : {1U, 0U}) {
      spec.window = window;
      expect_all(read_all(spec), 10, "total_items");
    }
  }
}

TEST_F(Protected, AScopeIsAskedFor) {
  const ProtectedApi& api = shared();
  RestSpec spec = users_of(api.url(""), by_client(api));
  spec.auth.scope = "read other";
  expect_all(read_all(spec), 10, "total_items");
  spec.auth.scope = "other";
  EXPECT_THAT(read_all(spec).error, HasSubstr("the API refused the credentials (403)"));
  spec.auth.scope = "everything";
  EXPECT_THAT(read_all(spec).error, HasSubstr("answered 400, invalid_scope"));
}

TEST_F(Protected, AWrongSecretIsRefusedAtOnceAndNeverShown) {
  const ProtectedApi& api = shared();
  const RestSpec spec = users_of(api.url(""), by_client(api, "wr0ng"));
  const Reading reading = read_all(spec);
  EXPECT_THAT(reading.error, AllOf(HasSubstr(api.url("/token/")), HasSubstr("answered 401, invalid_client"),
                                   Not(HasSubstr("wr0ng")), Not(HasSubstr("attempts"))));
  EXPECT_EQ(reading.report.retries, 0u);
}

TEST_F(Protected, ATokenRevokedInTheMiddleIsReplacedOnce) {
  const ProtectedApi& api = shared();
  for (const unsigned window : {1U, 8U, 0U}) {
    const Gate gate(api.url(""), "page=7", [&] { api.revoke_all(); });
    RestSpec spec = users_of(gate.url(), by_client(api));
    spec.auth.token_url = gate.url() + "/token/";
    spec.window = window;
    expect_all(read_all(spec), 10, "total_items");
    EXPECT_TRUE(gate.passed());
    EXPECT_EQ(tokens(gate.nginx()), 2u) << window;
  }
}

/// Tokens of one second, and pages that take longer than that in all.
TEST(ProtectedApi, TokensThatRunOutInTheMiddleAreReplacedBefore) {
  const ProtectedApi api({.token_seconds = 1});
  const NginxServer proxy({.upstream = api.url("")});
  RestSpec spec = users_of(proxy.url(), by_client(api), 25);
  spec.url = proxy.url() + "/users/slow/";
  spec.auth.token_url = proxy.url() + "/token/";
  expect_all(read_all(spec), 25, "total_items");
  EXPECT_GE(tokens(proxy), 2u);
}

TEST_F(Protected, ARefreshTokenIsGoodForOneReading) {
  const ProtectedApi& api = shared();
  RestSpec spec = users_of(api.url(""), by_client(api));
  spec.auth.client_id = ProtectedApi::login_client();
  spec.auth.refresh_token = Secret(api.refresh_token());
  expect_all(read_all(spec), 10, "total_items");
  // The server gave out a newer one and took this one out of use.
  EXPECT_THAT(read_all(spec).error, HasSubstr("answered 400, invalid_grant"));
}

TEST_F(Protected, ATokenEndpointThatIsNotThereIsTriedAgainAndNamed) {
  const ProtectedApi& api = shared();
  ProtectedApi other;
  RestSpec spec = users_of(api.url(""), by_client(other));
  other.stop();
  EXPECT_THAT(read_all(spec).error, AllOf(HasSubstr(spec.auth.token_url), HasSubstr("after 3 attempts")));
}

}  // namespace
}  // namespace counterpart::test
