#include <fmt/format.h>

#include "http/url.hpp"
#include "job/load_parts.hpp"
#include "job/toml_json.hpp"
#include "source/json/json_path.hpp"

namespace counterpart {
namespace {

Secret required_secret(TomlTable& table, const std::string& kind, const char* key) {
  if (!table.has(key)) throw table.error(key, fmt::format("[auth] of kind '{}' needs '{}'", kind, key));
  return table.secret(key);
}

std::string load_token_url(TomlTable& table, const char* key, bool allow_http) {
  const std::string url = table.required_string(key);
  try {
    http::check_clear_text(http::Url::parse(url, ErrorKind::job_file), allow_http);
  } catch (const Error& problem) {
    throw table.error(key, problem.what()).hint(problem.hint());
  }
  return url;
}

void load_oauth2(TomlTable& table, AuthSpec& auth, bool allow_http) {
  auth.kind = AuthSpec::Kind::oauth2;
  auth.token_url = load_token_url(table, "token_url", allow_http);
  auth.client_id = table.required_string("client_id");
  auth.token = table.secret("client_secret");
  auth.refresh_token = table.secret("refresh_token");
  if (!table.has("client_secret") && !table.has("refresh_token"))
    throw table.error("client_secret",
                      "[auth] of kind 'oauth2' needs 'client_secret', 'refresh_token' or both");
  auth.scope = table.string("scope");
  auth.secret_in_body = table.choice("client_auth", {"basic", "body"}) == "body";
  auth.params = table.string_map("params");
}

void load_login(TomlTable& table, AuthSpec& auth, bool allow_http) {
  auth.kind = AuthSpec::Kind::login;
  auth.token_url = load_token_url(table, "url", allow_http);
  auth.body = Secret(json_of(table, "body", &auth.body_secrets));
  if (!table.has("body"))
    throw table.error("body", "[auth] of kind 'login' needs 'body', what is posted to 'url'");
  auth.token_at = load_path(table, "token");
  if (auth.token_at.empty())
    throw table.error("token", "[auth] of kind 'login' needs 'token', its place in the answer");
}

}  // namespace

AuthSpec load_auth(TomlTable table, bool allow_http) {
  AuthSpec auth;
  const std::string kind =
      table.choice("kind", {"bearer", "basic", "api-key", "oauth2", "login", "mtls"}, true);
  if (kind == "bearer") {
    auth.kind = AuthSpec::Kind::bearer;
    auth.token = required_secret(table, kind, "token");
  } else if (kind == "basic") {
    auth.kind = AuthSpec::Kind::basic;
    auth.user = table.required_string("user");
    auth.token = required_secret(table, kind, "password");
  } else if (kind == "api-key") {
    auth.kind = AuthSpec::Kind::api_key;
    auth.name = table.required_string("name");
    auth.in_query = table.choice("in", {"header", "query"}) == "query";
    auth.token = required_secret(table, kind, "value");
  } else if (kind == "oauth2") {
    load_oauth2(table, auth, allow_http);
  } else if (kind == "login") {
    load_login(table, auth, allow_http);
  } else {
    auth.kind = AuthSpec::Kind::mtls;
    const std::filesystem::path folder = table.context().path.parent_path();
    auth.certificate = (folder / table.required_string("cert")).string();
    auth.key = (folder / table.required_string("key")).string();
  }
  table.finish();
  return auth;
}

}  // namespace counterpart
