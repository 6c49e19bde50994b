#pragma once
/// A token endpoint on loopback that misbehaves as told.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <mutex>
#include <string>

#include "support/paged_api.hpp"
#include "support/rest_reading.hpp"

namespace counterpart::test {

/// Gives out the tokens "t1", "t2", …, or what a test has it answer.
class TokenServer {
 public:
  explicit TokenServer(Bend bend = {}) : bend_(std::move(bend)) {}

  std::string url() const { return api_.origin() + "/token"; }
  unsigned requests() const { return api_.requests(); }
  const RogueApi& api() const { return api_; }
  /// What it was asked last.
  Ask last() const {
    const std::lock_guard lock(mutex_);
    return last_;
  }

 private:
  Reply answer(const Ask& ask) {
    const std::lock_guard lock(mutex_);
    last_ = ask;
    Reply reply{.body = fmt::format(R"({{"access_token":"t{}","token_type":"bearer"}})", ++given_)};
    if (bend_) bend_(ask, reply);
    return reply;
  }

  mutable std::mutex mutex_;
  Bend bend_;
  Ask last_;
  unsigned given_ = 0;
  RogueApi api_{[this](const Ask& ask) { return answer(ask); }};
};

/// Of the client; in no message and nowhere but in requests for tokens.
inline constexpr const char* kSecret = "s3c/ret";

/// Client credentials with kSecret.
inline AuthSpec oauth2(const TokenServer& tokens) {
  AuthSpec auth;
  auth.kind = AuthSpec::Kind::oauth2;
  auth.token_url = tokens.url();
  auth.client_id = "id:1";
  auth.token = Secret(kSecret);
  return auth;
}

/// An API by number that takes the token `valid`.
inline Bend only_with(const std::string& valid) {
  return [&valid](const Ask& ask, Reply& reply) {
    EXPECT_EQ(ask.headers.find(kSecret), std::string::npos);
    if (ask.header("Authorization") != "Bearer " + valid) reply = {.status = 401, .body = "{}"};
  };
}

/// By number, with both totals and a window of 8.
inline RestSpec token_spec(const RogueApi& api, const AuthSpec& auth) {
  RestSpec spec = number_spec_with_total(api);
  spec.pages.total_items = "/total";
  spec.auth = auth;
  spec.window = 8;
  return spec;
}

inline void expect_all_users(const Reading& reading) {
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
}

}  // namespace counterpart::test
