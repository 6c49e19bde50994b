/// The keys of [auth], by its kind.
#include <gmock/gmock.h>

#include <cstdlib>

#include "support/rest_job.hpp"

namespace counterpart {
namespace {

using testing::StartsWith;
using Kind = AuthSpec::Kind;

class LoadAuth : public test::RestJob {
 protected:
  void SetUp() override { ::setenv("COUNTERPART_TEST_SECRET", "s3cret", 1); }
  /// The keys begin on line 4.
  static std::string api(const std::string& keys) {
    return "url = \"https://h/u\"\npages = { kind = \"page\" }\n[right.auth]\n" + keys + "\n";
  }
  AuthSpec auth(const std::string& keys) { return load(api(keys)).auth; }
  std::string refusal(const std::string& keys) { return failure(api(keys)); }
};

constexpr const char* kSecret = " = { env = \"COUNTERPART_TEST_SECRET\" }\n";

TEST_F(LoadAuth, OfFixedCredentials) {
  const AuthSpec bearer = auth(std::string("kind = \"bearer\"\ntoken") + kSecret);
  EXPECT_EQ(bearer.kind, Kind::bearer);
  EXPECT_EQ(bearer.token.reveal(), "s3cret");
  const AuthSpec basic = auth(std::string("kind = \"basic\"\nuser = \"me\"\npassword") + kSecret);
  EXPECT_EQ(basic.user, "me");
  EXPECT_EQ(basic.token.reveal(), "s3cret");
  const AuthSpec key = auth(std::string("kind = \"api-key\"\nname = \"X-Key\"\nvalue") + kSecret);
  EXPECT_EQ(key.name, "X-Key");
  EXPECT_FALSE(key.in_query);
  EXPECT_TRUE(
      auth(std::string("kind = \"api-key\"\nname = \"k\"\nin = \"query\"\nvalue") + kSecret).in_query);
}

TEST_F(LoadAuth, OfFixedCredentialsNeedTheirSecret) {
  EXPECT_EQ(refusal("kind = \"bearer\""), "3:1: [auth] of kind 'bearer' needs 'token'");
  EXPECT_EQ(refusal("kind = \"basic\"\nuser = \"me\""), "3:1: [auth] of kind 'basic' needs 'password'");
  EXPECT_EQ(refusal("kind = \"api-key\"\nname = \"k\""), "3:1: [auth] of kind 'api-key' needs 'value'");
  EXPECT_EQ(refusal(std::string("kind = \"basic\"\npassword") + kSecret), "3:1: [right.auth] needs 'user'");
  EXPECT_EQ(refusal("kind = \"bearer\"\ntoken = \"s3cret\""),
            "5:9: 'token' is a secret and does not stand in the job file");
  EXPECT_EQ(refusal("kind = \"hawk\""),
            "4:8: 'hawk' is no kind: it is one of bearer, basic, api-key, oauth2, login, mtls");
  EXPECT_EQ(refusal(std::string("kind = \"bearer\"\nuser = \"me\"\ntoken") + kSecret),
            "5:1: unknown key 'user' in [right.auth]");
}

TEST_F(LoadAuth, OfOAuth2) {
  const std::string url = "kind = \"oauth2\"\ntoken_url = \"https://login.example.com/token\"\n";
  const AuthSpec client = auth(url +
                               "client_id = \"me\"\nscope = \"a b\"\nclient_auth = \"body\"\nparams = { "
                               "audience = \"x\" }\nclient_secret" +
                               kSecret);
  EXPECT_EQ(client.kind, Kind::oauth2);
  EXPECT_EQ(client.token_url, "https://login.example.com/token");
  EXPECT_EQ(client.client_id, "me");
  EXPECT_EQ(client.scope, "a b");
  EXPECT_TRUE(client.secret_in_body);
  EXPECT_EQ(client.params.at("audience"), "x");
  EXPECT_EQ(client.token.reveal(), "s3cret");
  const AuthSpec refresh = auth(url + "client_id = \"me\"\nrefresh_token" + kSecret);
  EXPECT_EQ(refresh.refresh_token.reveal(), "s3cret");
  EXPECT_TRUE(refresh.token.empty());
  EXPECT_FALSE(refresh.secret_in_body);
  EXPECT_EQ(refusal(url + "client_id = \"me\""),
            "3:1: [auth] of kind 'oauth2' needs 'client_secret', 'refresh_token' or both");
  EXPECT_EQ(refusal(url + "client_secret" + kSecret), "3:1: [right.auth] needs 'client_id'");
  EXPECT_EQ(refusal("kind = \"oauth2\"\ntoken_url = \"http://login.example.com/token\""),
            "5:13: http://login.example.com would be read in clear text over the network");
  EXPECT_EQ(refusal("kind = \"oauth2\"\ntoken_url = \"https://me:s3cret@h/\""),
            "5:13: the URL of https://h holds a user or a password");
}

TEST_F(LoadAuth, OfALogin) {
  const std::string url = "kind = \"login\"\nurl = \"https://h/login\"\n";
  const AuthSpec login = auth(
      url + "token = \"/token\"\nbody = { user = \"me\", password = { env = \"COUNTERPART_TEST_SECRET\" } }");
  EXPECT_EQ(login.kind, Kind::login);
  EXPECT_EQ(login.token_url, "https://h/login");
  EXPECT_EQ(login.token_at, "/token");
  EXPECT_EQ(login.body.reveal(), R"({"password":"s3cret","user":"me"})");
  EXPECT_EQ(refusal(url + "token = \"/token\""),
            "3:1: [auth] of kind 'login' needs 'body', what is posted to 'url'");
  EXPECT_EQ(refusal(url + "body = { a = 1 }"),
            "3:1: [auth] of kind 'login' needs 'token', its place in the answer");
  EXPECT_THAT(refusal(url + "token = \"token\"\nbody = { a = 1 }"), StartsWith("6:9: "));
}

TEST_F(LoadAuth, OfACertificateIsRelativeToTheJob) {
  const AuthSpec mtls = auth("kind = \"mtls\"\ncert = \"me.pem\"\nkey = \"/keys/me.key\"");
  EXPECT_EQ(mtls.kind, Kind::mtls);
  EXPECT_EQ(mtls.certificate, (folder() / "me.pem").string());
  EXPECT_EQ(mtls.key, "/keys/me.key");
  EXPECT_EQ(refusal("kind = \"mtls\"\ncert = \"me.pem\""), "3:1: [right.auth] needs 'key'");
}

TEST_F(LoadAuth, OfARecordingNeedsNoSecrets) {
  const RestSpec rest = load(
      "url = \"https://h/u\"\nreplay = \"recorded\"\npages = { kind = \"page\" }\n[right.auth]\nkind = "
      "\"bearer\"\n"
      "token = { env = \"COUNTERPART_NO_SUCH\" }\n");
  EXPECT_TRUE(rest.auth.token.empty());
  EXPECT_EQ(rest.replay, folder() / "recorded");
}

}  // namespace
}  // namespace counterpart
