/// The REST source against a real web server: kept connections, compression, TLS.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/nginx_server.hpp"
#include "support/rest_reading.hpp"
#include "support/rogue_api.hpp"

namespace counterpart::test {
namespace {

class Nginx : public testing::Test {
 protected:
  void SetUp() override {
    if (!NginxServer::available()) GTEST_FAIL() << "nginx is not installed: tools/setup test";
  }
  static void write(const NginxServer& server, const Users& users) {
    std::filesystem::create_directory(server.root() / "users");
    for (unsigned page = 1; page <= users.pages(); ++page) {
      std::ofstream(server.root() / "users" / fmt::format("{}.json", page)) << users.page(page);
    }
  }
};

constexpr Users kUsers{.count = 20'000, .size = 200};

TEST_F(Nginx, GivesTheSameRowsWhateverTheWindow) {
  const NginxServer server;
  write(server, kUsers);
  RestSpec spec = quick_spec(server.url() + "/users");
  spec.pages.total_pages = "/total_pages";
  spec.pages.total_items = "/total";
  const auto expected = expected_rows(kUsers.count, kUsers.size);
  for (const unsigned window : {1U, 8U, 32U, 0U}) {
    spec.window = window;
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "");
    EXPECT_TRUE(reading.rows == expected) << window;
    EXPECT_EQ(reading.report.pages, 100u);
    EXPECT_EQ(reading.report.expected, 20'000u);
  }
}

TEST_F(Nginx, UnpacksCompressedPages) {
  const NginxServer server({.gzip = true});
  write(server, kUsers);
  RestSpec spec = quick_spec(server.url() + "/users");
  spec.pages.has_more = "/has_more";
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_TRUE(reading.rows == expected_rows(kUsers.count, kUsers.size));
  EXPECT_GT(reading.report.bytes, 20'000u * 20);
}

TEST_F(Nginx, ACompressedPageIsLimitedByItsDecodedSize) {
  const NginxServer server({.gzip = true});
  std::filesystem::create_directory(server.root() / "users");
  std::ofstream(server.root() / "users" / "1.json") << "{\"users\":[" << std::string(20 << 20, ' ') << "]}";
  RestSpec spec = quick_spec(server.url() + "/users");
  spec.max_page_bytes = 1 << 20;
  EXPECT_EQ(read_all(spec).error, fmt::format("5: page 1 of {}: the answer is over 1.0 MiB", spec.url));
}

TEST_F(Nginx, AMissingPageIsAFailureAndNotTheEnd) {
  const NginxServer server;
  write(server, {.count = 100, .size = 10});
  std::filesystem::remove(server.root() / "users" / "7.json");
  RestSpec spec = quick_spec(server.url() + "/users");
  spec.pages.total_pages = "/total_pages";
  EXPECT_EQ(read_all(spec).error, fmt::format("5: page 7 of {}: the API answered 404", spec.url));
}

TEST_F(Nginx, AServerThatCannotProveItselfGetsNothing) {
  const NginxServer server({.tls = true});
  write(server, {.count = 10});
  RestSpec spec = quick_spec(server.url() + "/users");
  spec.auth = {AuthSpec::Kind::bearer, Secret("pa55word"), "", "", false};
  const Reading reading = read_all(spec);
  EXPECT_THAT(reading.error, testing::HasSubstr("certificate"));
  EXPECT_THAT(reading.error, testing::Not(testing::HasSubstr("attempt")));
}

TEST_F(Nginx, AServerThatSpeaksNoTlsIsRefusedOnce) {
  const NginxServer server;
  RestSpec spec = quick_spec("https" + server.url().substr(4) + "/users");
  spec.auth = {AuthSpec::Kind::bearer, Secret("pa55word"), "", "", false};
  const Reading reading = read_all(spec);
  EXPECT_THAT(reading.error, testing::StartsWith("5: page 1 of " + spec.url + ": "));
  EXPECT_THAT(reading.error, testing::AllOf(testing::Not(testing::HasSubstr("attempt")),
                                            testing::Not(testing::HasSubstr("pa55word")),
                                            testing::Not(testing::HasSubstr("no hint"))));
}

}  // namespace
}  // namespace counterpart::test
