#include "source/rest/token_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"
#include "source/json/json_page.hpp"
#include "source/json/json_path.hpp"

namespace counterpart {
namespace {

/// application/x-www-form-urlencoded; %20 for a space is understood as well as +.
void add_parameter(std::string& form, std::string_view name, std::string_view value) {
  if (!form.empty()) form += '&';
  form += http::percent_encode(name) + "=" + http::percent_encode(value);
}

/// What RFC 6749, 5.2 lets a server say of an error; other texts could be anything.
std::string known_error(const JsonPage& page) {
  static constexpr std::array<std::string_view, 6> kKnown{"invalid_request",        "invalid_client",
                                                          "invalid_grant",          "unauthorized_client",
                                                          "unsupported_grant_type", "invalid_scope"};
  const auto said = page.text_at(JsonPath::parse("/error", ErrorKind::api));
  const bool known = said && std::find(kKnown.begin(), kKnown.end(), *said) != kKnown.end();
  return known ? ", " + *said : "";
}

/// Throws for an answer without a token in it; `detail` is added to the cause.
[[noreturn]] void throw_refused(const http::Response& response, const std::string& detail) {
  Error error(ErrorKind::api, fmt::format("answered {}{}", response.status, detail));
  if (http::worth_another_try(response))
    throw std::move(error).hint("it has a problem of its own; run the job again later").may_retry();
  throw std::move(error).hint(
      "the secret of the side's auth may be wrong, expired or without the right to this");
}

/// The answer as JSON; a whole answer that is none came from something else.
void parse(JsonPage& page, const http::Response& response) {
  if (!page.parse(response.body.view())) return;
  if (response.status != 200) throw_refused(response, "");
  throw Error(ErrorKind::api, "the answer is not JSON").hint("check the URL of the side's auth").may_retry();
}

class OAuth2 final : public http::TokenSource {
 public:
  explicit OAuth2(const AuthSpec& spec)
      : spec_(spec),
        url_(http::Url::parse(spec.token_url, ErrorKind::job_file)),
        refresh_(spec.refresh_token) {}

  http::Request request() const override {
    http::Request request{url_};
    request.post = true;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    add_parameter(request.body, "grant_type", refresh_.empty() ? "client_credentials" : "refresh_token");
    if (!refresh_.empty()) add_parameter(request.body, "refresh_token", refresh_.reveal());
    if (!spec_.scope.empty()) add_parameter(request.body, "scope", spec_.scope);
    for (const auto& [name, value] : spec_.params) add_parameter(request.body, name, value);
    if (spec_.token.empty() || spec_.secret_in_body) {
      add_parameter(request.body, "client_id", spec_.client_id);
      if (!spec_.token.empty()) add_parameter(request.body, "client_secret", spec_.token.reveal());
    } else {
      // RFC 6749, 2.3.1: both are encoded as in a form before they are put into the header.
      const std::string secret = http::percent_encode(spec_.token.reveal());
      http::Credentials::basic(http::percent_encode(spec_.client_id), Secret(secret)).add_to(request);
    }
    return request;
  }

  http::Token read(const http::Response& response) override {
    JsonPage page;
    parse(page, response);
    if (response.status != 200) throw_refused(response, known_error(page));
    const auto token = page.text_at(JsonPath::parse("/access_token", ErrorKind::api));
    if (!token) throw Error(ErrorKind::api, "the answer has no access_token").hint("check token_url");
    if (const auto type = page.text_at(JsonPath::parse("/token_type", ErrorKind::api));
        type && !http::same_header(*type, "bearer"))
      throw Error(ErrorKind::api, "the token is of type '" + printable(*type, 40) + "', not Bearer")
          .hint("only bearer tokens are sent");
    // A server may give out a new refresh token and take the old one out of use (RFC 6749, 6).
    if (const auto newer = page.text_at(JsonPath::parse("/refresh_token", ErrorKind::api));
        newer && !refresh_.empty())
      refresh_ = Secret(*newer);
    const JsonPath expires = JsonPath::parse("/expires_in", ErrorKind::api);
    http::Token made{Secret(*token), std::nullopt};
    if (page.text_at(expires))
      made.lifetime = std::chrono::seconds(std::min<std::uint64_t>(page.count_at(expires), 1U << 30U));
    return made;
  }

  std::string place() const override { return "token_url " + url_.without_query(); }
  std::vector<Secret> secrets() const override { return {spec_.token, spec_.refresh_token, refresh_}; }

 private:
  const AuthSpec spec_;
  http::Url url_;
  Secret refresh_;
};

class Login final : public http::TokenSource {
 public:
  explicit Login(const AuthSpec& spec)
      : spec_(spec),
        url_(http::Url::parse(spec.token_url, ErrorKind::job_file)),
        token_at_(JsonPath::parse(spec.token_at, ErrorKind::job_file)) {}

  http::Request request() const override {
    http::Request request{url_};
    request.post = true;
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    request.body = spec_.body.reveal();
    return request;
  }

  http::Token read(const http::Response& response) override {
    if (response.status < 200 || response.status > 299) throw_refused(response, "");
    JsonPage page;
    parse(page, response);
    const auto token = page.text_at(token_at_);
    if (!token)
      throw Error(ErrorKind::api,
                  fmt::format("the answer has no token at '{}'", printable(token_at_.text(), 100)))
          .hint("check auth.token, where the token is in the answer to the login");
    return {Secret(*token), std::nullopt};
  }

  std::string place() const override { return "login " + url_.without_query(); }
  std::vector<Secret> secrets() const override { return spec_.body_secrets; }

 private:
  const AuthSpec spec_;
  http::Url url_;
  JsonPath token_at_;
};

}  // namespace

std::unique_ptr<http::TokenSource> make_token_source(const AuthSpec& spec) {
  switch (spec.kind) {
    case AuthSpec::Kind::oauth2: return std::make_unique<OAuth2>(spec);
    case AuthSpec::Kind::login: return std::make_unique<Login>(spec);
    default: return nullptr;
  }
}

}  // namespace counterpart
