#include "http/origin_lock.hpp"

#include <gtest/gtest.h>

namespace counterpart::http {
namespace {

Url url(const std::string& text) {
  return Url::parse(text, ErrorKind::api);
}

std::string refusal(const OriginLock& lock, const std::string& text) {
  return lock.refusal(url(text)).value_or("none");
}

TEST(OriginLock, IsSchemeHostAndPort) {
  const OriginLock lock{url("https://api.example.com/v1/users").origin()};
  EXPECT_EQ(refusal(lock, "https://api.example.com/other?x=1"), "none");
  EXPECT_EQ(refusal(lock, "https://API.example.com:443/"), "none");
  EXPECT_EQ(refusal(lock, "https://api.example.com:8443/"), "another origin, https://api.example.com:8443");
  EXPECT_EQ(refusal(lock, "http://api.example.com/"), "another origin, http://api.example.com");
  EXPECT_EQ(refusal(lock, "https://example.com/"), "another origin, https://example.com");
  EXPECT_EQ(refusal(lock, "https://api.example.com.evil.example/"),
            "another origin, https://api.example.com.evil.example");
}

TEST(OriginLock, LetsThroughToHostsThatTheJobNames) {
  const OriginLock lock{url("https://api.example.com/").origin(),
                        {"cdn.example.com", "files.example.com:8443", "127.0.0.1"}};
  EXPECT_EQ(refusal(lock, "https://cdn.example.com/a"), "none");
  EXPECT_EQ(refusal(lock, "https://cdn.example.com:9000/a"), "none");
  EXPECT_EQ(refusal(lock, "https://files.example.com:8443/a"), "none");
  EXPECT_EQ(refusal(lock, "https://files.example.com/a"), "another origin, https://files.example.com");
  EXPECT_EQ(refusal(lock, "https://x.cdn.example.com/a"), "another origin, https://x.cdn.example.com");
}

TEST(OriginLock, LetsNoneThroughInClearTextButLoopback) {
  OriginLock lock{url("https://api.example.com/").origin(), {"cdn.example.com", "127.0.0.1"}};
  EXPECT_EQ(refusal(lock, "http://cdn.example.com/a"), "clear text, http://cdn.example.com");
  EXPECT_EQ(refusal(lock, "http://127.0.0.1:8080/a"), "none");
  lock.allow_http = true;
  EXPECT_EQ(refusal(lock, "http://cdn.example.com/a"), "none");
}

TEST(AllowedHosts, AreNamesWithAPortAtMost) {
  for (const char* good : {"cdn.example.com", "cdn.example.com:8443", "127.0.0.1", "[::1]:80"})
    EXPECT_NO_THROW(check_allowed_host(good));
  for (const char* bad :
       {"", "https://cdn.example.com", "cdn.example.com/x", "CDN.example.com", "a b", "me@h", "h?x", "h#x"}) {
    try {
      check_allowed_host(bad);
      ADD_FAILURE() << bad;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::job_file);
      EXPECT_FALSE(error.hint().empty());
    }
  }
}

}  // namespace
}  // namespace counterpart::http
