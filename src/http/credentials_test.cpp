#include "http/credentials.hpp"

#include <gtest/gtest.h>

namespace counterpart::http {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

Request proven(const Credentials& credentials) {
  Request request{Url::parse("https://h/users?page=1", ErrorKind::job_file), {}};
  credentials.add_to(request);
  return request;
}

TEST(Credentials, StandInAHeader) {
  EXPECT_EQ(proven(Credentials::bearer(Secret("t0ken"))).headers,
            (Headers{{"Authorization", "Bearer t0ken"}}));
  EXPECT_EQ(proven(Credentials::basic("Aladdin", Secret("open sesame"))).headers,
            (Headers{{"Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}}));
  EXPECT_EQ(proven(Credentials::header("X-API-Key", Secret("k"))).headers, (Headers{{"X-API-Key", "k"}}));
  EXPECT_EQ(proven({}).headers, Headers{});
}

TEST(Credentials, StandInTheQuery) {
  const Request request = proven(Credentials::parameter("key", Secret("a&b")));
  EXPECT_EQ(request.url.text(), "https://h/users?page=1&key=a%26b");
  EXPECT_EQ(request.url.without_query(), "https://h/users");
}

TEST(Credentials, CannotSmuggleASecondHeader) {
  EXPECT_THROW(Credentials::bearer(Secret("a\r\nX-Other: b")), Error);
  EXPECT_THROW(Credentials::header("X Key", Secret("k")), Error);
  EXPECT_THROW(Credentials::header("", Secret("k")), Error);
}

TEST(Credentials, KnowTheirSecretsInEachFormThatIsSent) {
  const auto secrets = [](const Credentials& credentials) {
    std::vector<std::string> texts;
    for (const Secret& secret : credentials.secrets()) texts.push_back(secret.reveal());
    return texts;
  };
  using Texts = std::vector<std::string>;
  EXPECT_EQ(secrets({}), Texts());
  EXPECT_EQ(secrets(Credentials::bearer(Secret("t0ken"))), Texts{"t0ken"});
  EXPECT_EQ(secrets(Credentials::basic("Aladdin", Secret("open sesame"))),
            (Texts{"open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}));
  EXPECT_EQ(secrets(Credentials::header("X-API-Key", Secret("k"))), Texts{"k"});
  EXPECT_EQ(secrets(Credentials::parameter("key", Secret("a&b"))), Texts{"a&b"});
}

TEST(Base64, PadsToFours) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("\xFF\xFE\xFD"), "//79");
}

}  // namespace
}  // namespace counterpart::http
