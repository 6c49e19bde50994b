/// Sessions, endpoints that are not there, and credentials that nothing renews.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/token_server.hpp"

namespace counterpart::test {
namespace {

using testing::HasSubstr;
using testing::Not;

AuthSpec login(const TokenServer& tokens) {
  AuthSpec auth;
  auth.kind = AuthSpec::Kind::login;
  auth.token_url = tokens.url();
  auth.body = Secret(R"({"user":"me","password":"s3c/ret"})");
  auth.token_at = "/access_token";
  return auth;
}

TEST(Login, PostsItsBodyAndSendsTheTokenOfTheAnswer) {
  std::string valid = "t1";
  const TokenServer tokens([](const Ask&, Reply& reply) { reply.status = 201; });
  RogueApi api(by_number([&](const Ask& ask, Reply& reply) {
    if (ask.page == 4 && ask.attempt == 1) valid = "t2";
    only_with(valid)(ask, reply);
  }));
  expect_all_users(read_all(token_spec(api, login(tokens))));
  EXPECT_EQ(tokens.requests(), 2u);
  EXPECT_EQ(tokens.last().header("Content-Type"), "application/json");
  EXPECT_EQ(tokens.last().body, R"({"user":"me","password":"s3c/ret"})");
}

TEST(Login, ThatIsRefusedSaysSoWithoutItsSecret) {
  const TokenServer refusing(
      [](const Ask&, Reply& reply) { reply = {.status = 403, .body = R"({"m":"s3c/ret"})"}; });
  RogueApi api(by_number());
  EXPECT_EQ(read_all(token_spec(api, login(refusing))).error,
            at_page(api, 1) + "login " + refusing.url() + ": answered 403");
  const TokenServer other;
  AuthSpec auth = login(other);
  auth.token_at = "/session/token";
  EXPECT_EQ(read_all(token_spec(api, auth)).error,
            at_page(api, 1) + "login " + other.url() + ": the answer has no token at '/session/token'");
  EXPECT_EQ(api.requests(), 0u);
}

TEST(Tokens, OfAnEndpointThatCannotBeReachedAreNamed) {
  std::string url;
  {
    const TokenServer gone;
    url = gone.url();
  }
  const TokenServer tokens;
  RogueApi api(by_number());
  AuthSpec auth = oauth2(tokens);
  auth.token_url = url;
  EXPECT_THAT(read_all(token_spec(api, auth)).error,
              testing::AllOf(HasSubstr("token_url " + url + ": "), HasSubstr("after 3 attempts"),
                             Not(HasSubstr("s3c"))));
}

TEST(Credentials, ThatAreFixedAreNotAskedForAnewAfterARefusal) {
  RogueApi api([](const Ask&) { return Reply{.status = 401}; });
  RestSpec spec = number_spec_with_total(api);
  for (const AuthSpec& auth : {AuthSpec{AuthSpec::Kind::bearer, Secret("s3cret")},
                               AuthSpec{AuthSpec::Kind::basic, Secret("s3cret"), "me"},
                               AuthSpec{AuthSpec::Kind::api_key, Secret("s3cret"), "", "X-Key"}}) {
    spec.auth = auth;
    EXPECT_EQ(read_all(spec).error, at_page(api, 1) + "the API refused the credentials (401)");
  }
  EXPECT_EQ(api.requests(), 3u);
}

}  // namespace
}  // namespace counterpart::test
