/// Tokens that are asked for, run out, are taken away, or are not to be had.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/credentials.hpp"
#include "support/paged_api.hpp"
#include "support/rest_reading.hpp"
#include "support/token_server.hpp"

namespace counterpart::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

/// The error behind the place of the token, with an endpoint that answers so.
std::string error_of(Bend bend, unsigned requests) {
  const TokenServer tokens(std::move(bend));
  RogueApi api(by_number());
  const std::string error = read_all(token_spec(api, oauth2(tokens))).error;
  EXPECT_EQ(tokens.requests(), requests);
  EXPECT_EQ(api.requests(), 0u);
  EXPECT_THAT(error, Not(HasSubstr("s3c")));
  const std::string place = at_page(api, 1) + "token_url " + tokens.url() + ": ";
  EXPECT_EQ(error.rfind(place, 0), 0u) << error;
  return error.substr(std::min(place.size(), error.size()));
}

TEST(OAuth2, AsksWithItsSecretInAHeaderOrInTheForm) {
  const std::string valid = "t1";
  for (const bool in_body : {false, true}) {
    const TokenServer tokens;
    RogueApi api(by_number(only_with(valid)));
    AuthSpec auth = oauth2(tokens);
    auth.secret_in_body = in_body;
    auth.scope = "users read";
    auth.params = {{"audience", "https://api.example.com"}};
    expect_all_users(read_all(token_spec(api, auth)));
    EXPECT_EQ(tokens.requests(), 1u);
    const Ask asked = tokens.last();
    EXPECT_EQ(asked.method, "POST");
    EXPECT_EQ(asked.header("Content-Type"), "application/x-www-form-urlencoded");
    const std::string form =
        "grant_type=client_credentials&scope=users%20read&audience=https%3A%2F%2Fapi.example.com";
    EXPECT_EQ(asked.body, form + (in_body ? "&client_id=id%3A1&client_secret=s3c%2Fret" : ""));
    EXPECT_EQ(asked.header("Authorization").value_or(""),
              in_body ? "" : "Basic " + http::base64("id%3A1:s3c%2Fret"));
  }
}

TEST(OAuth2, FollowsTheRotationOfItsRefreshToken) {
  std::vector<std::string> sent;
  const TokenServer tokens([&](const Ask& ask, Reply& reply) {
    sent.push_back(ask.body);
    reply.body.insert(1, fmt::format(R"("refresh_token":"r{}",)", sent.size()));
  });
  std::string valid = "t1";
  RogueApi api(by_number([&](const Ask& ask, Reply& reply) {
    if (ask.page == 4 && ask.attempt == 1) valid = "t2";
    if (ask.page == 8 && ask.attempt == 1) valid = "t3";
    only_with(valid)(ask, reply);
  }));
  AuthSpec auth = oauth2(tokens);
  auth.token = Secret();
  auth.refresh_token = Secret("r0");
  RestSpec spec = token_spec(api, auth);
  spec.window = 1;
  expect_all_users(read_all(spec));
  EXPECT_THAT(sent, testing::ElementsAre("grant_type=refresh_token&refresh_token=r0&client_id=id%3A1",
                                         "grant_type=refresh_token&refresh_token=r1&client_id=id%3A1",
                                         "grant_type=refresh_token&refresh_token=r2&client_id=id%3A1"));
}

TEST(OAuth2, AsksOnceForAllRequestsThatWereRefused) {
  const TokenServer tokens([](const Ask&, Reply& reply) { reply.after = 20ms; });
  std::string valid = "t1";
  unsigned refused = 0;
  RogueApi api(by_number([&](const Ask& ask, Reply& reply) {
    if (ask.page > 1) valid = "t2";
    only_with(valid)(ask, reply);
    if (reply.status == 401) {
      reply.held_for = 8;
      ++refused;
    }
  }));
  const Reading reading = read_all(token_spec(api, oauth2(tokens)));
  expect_all_users(reading);
  EXPECT_EQ(tokens.requests(), 2u);
  EXPECT_EQ(refused, 8u);
  EXPECT_EQ(reading.report.retries, 0u);
}

TEST(OAuth2, AsksAnewBeforeATokenRunsOut) {
  std::vector<std::chrono::steady_clock::time_point> asked;
  const TokenServer tokens([&](const Ask&, Reply& reply) {
    asked.push_back(std::chrono::steady_clock::now());
    reply.body.insert(1, R"("expires_in":"1",)");
  });
  RogueApi api(by_number([](const Ask&, Reply& reply) { reply.after = 110ms; }));
  RestSpec spec = token_spec(api, oauth2(tokens));
  spec.window = 1;
  expect_all_users(read_all(spec));
  ASSERT_GE(asked.size(), 2u);
  EXPECT_GE(asked[1] - asked[0], 800ms);
}

TEST(OAuth2, ATokenThatIsRefusedEachTimeIsRefusedAtLast) {
  const TokenServer tokens;
  RogueApi api([](const Ask&) { return Reply{.status = 401, .body = "{}"}; });
  EXPECT_EQ(read_all(token_spec(api, oauth2(tokens))).error,
            at_page(api, 1) + "the API refused the credentials (401)");
  EXPECT_EQ(tokens.requests(), 2u);
  EXPECT_EQ(api.requests(), 2u);
}

TEST(OAuth2, ARefusalOfItsClientIsNoMatterForRetries) {
  const auto answers = [](int status, const std::string& body) {
    return [=](const Ask&, Reply& reply) { reply = {.status = status, .body = body}; };
  };
  EXPECT_EQ(error_of(answers(400, R"({"error":"invalid_client","error_description":"s3c/ret is wrong"})"), 1),
            "answered 400, invalid_client");
  EXPECT_EQ(error_of(answers(401, R"({"error":"s3c/ret is wrong"})"), 1), "answered 401");
  EXPECT_EQ(error_of(answers(403, "<html>s3c/ret"), 1), "answered 403");
  EXPECT_EQ(error_of(answers(200, R"({"token":"x"})"), 1), "the answer has no access_token");
  EXPECT_EQ(error_of(answers(200, R"({"access_token":"x","token_type":"mac"})"), 1),
            "the token is of type 'mac', not Bearer");
  EXPECT_EQ(error_of(answers(200, R"({"access_token":"x\r\nX-Admin: 1"})"), 1),
            "the value of header 'Authorization' holds a control character");
}

TEST(OAuth2, AnEndpointInTroubleIsAskedAgain) {
  const auto trouble = [](unsigned attempts, Reply answer) {
    return [=](const Ask& ask, Reply& reply) {
      if (ask.attempt <= attempts) reply = answer;
    };
  };
  const std::string valid = "t3";
  for (const Reply& answer :
       {Reply{.status = 500}, Reply{.status = 429, .headers = {"Retry-After: 0"}},
        Reply{.body = "<html>Busy", .content_type = "text/html"}, Reply{.cut_after = 0}}) {
    const TokenServer tokens(trouble(2, answer));
    RogueApi api(by_number(only_with(valid)));
    expect_all_users(read_all(token_spec(api, oauth2(tokens))));
    EXPECT_EQ(tokens.requests(), 3u);
  }
  EXPECT_EQ(error_of(trouble(9, Reply{.status = 500}), 3), "answered 500, after 3 attempts");
  EXPECT_EQ(error_of(trouble(9, Reply{.body = "<html>Busy", .content_type = "text/html"}), 3),
            "the answer is not JSON, after 3 attempts");
  EXPECT_EQ(
      error_of(trouble(9, Reply{.status = 503, .headers = {"Retry-After: 86400"}}), 1),
      "answered 503, the server asks to wait 86400 s (Retry-After), beyond the retry deadline of 300 s");
}

TEST(OAuth2, ALifetimeThatIsNoneIsRefused) {
  for (const std::string life : {"-1", "\"soon\"", "[]"}) {
    EXPECT_THAT(
        error_of([&](const Ask&, Reply& reply) { reply.body.insert(1, "\"expires_in\":" + life + ","); }, 1),
        HasSubstr("what is at '/expires_in' is "))
        << life;
  }
}

TEST(OAuth2, ItsSecretFollowsNoRedirectElsewhere) {
  RogueApi other([](const Ask&) { return Reply{.body = R"({"access_token":"x"})"}; });
  const auto to = [](const std::string& place) {
    return [=](const Ask& ask, Reply& reply) {
      if (ask.target == "/token") reply = {.status = 307, .headers = {"Location: " + place}};
    };
  };
  EXPECT_EQ(error_of(to(other.url()), 1), "redirects to another origin, " + other.origin());
  EXPECT_EQ(other.requests(), 0u);
  // Not even to where the pages are, nor to a host that links may lead to.
  std::string home;
  const TokenServer tokens(
      [&](const Ask&, Reply& reply) { reply = {.status = 307, .headers = {"Location: " + home}}; });
  RogueApi api(by_number());
  home = api.url();
  RestSpec spec = token_spec(api, oauth2(tokens));
  spec.allow_hosts = {"127.0.0.1"};
  EXPECT_THAT(read_all(spec).error, HasSubstr("redirects a POST to another origin, " + api.origin()));
  EXPECT_EQ(api.requests(), 0u);
  const TokenServer moved(to("/v2/token"));
  expect_all_users(read_all(token_spec(api, oauth2(moved))));
}

TEST(OAuth2, ItsTokenGoesToTheApiAlone) {
  const TokenServer tokens;
  RogueApi other([](const Ask& ask) {
    EXPECT_EQ(ask.header("Authorization"), std::nullopt);
    return Reply{.body = R"({"link":null,"users":[{"id":2,"name":"name 2"}]})"};
  });
  RogueApi api([&](const Ask& ask) {
    EXPECT_EQ(ask.header("Authorization"), "Bearer t1");
    return Reply{.body = fmt::format(R"({{"link":"{}","users":[{{"id":1,"name":"name 1"}}]}})", other.url())};
  });
  RestSpec spec = link_spec(api);
  spec.auth = oauth2(tokens);
  spec.allow_hosts = {"127.0.0.1"};
  EXPECT_EQ(read_all(spec).records(), users_between(1, 2));
  EXPECT_EQ(other.requests(), 1u);
}

}  // namespace
}  // namespace counterpart::test
