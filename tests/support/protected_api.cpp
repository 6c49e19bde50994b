#include "support/protected_api.hpp"

#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "http/credentials.hpp"
#include "http/url.hpp"
#include "support/web_client.hpp"

namespace counterpart::test {
namespace {

Said ask_as(const std::string& client, const std::string& url, const std::string& form) {
  // RFC 6749, 2.3.1: name and secret are encoded as in a form.
  const std::string pair = client + ":" + http::percent_encode(ProtectedApi::secret());
  Said said = ask("POST", url, form, "application/x-www-form-urlencoded",
                  {{"Authorization", "Basic " + http::base64(pair)}});
  if (said.status != 200) throw std::runtime_error("the protected API says " + said.body);
  return said;
}

}  // namespace

ProtectedApi::ProtectedApi(const Options& options) {
  const std::string python = real_server_file("Django", "python/bin/python");
  server_.emplace("protected-api", folder_.path(), [&](int port) -> std::vector<std::string> {
    std::filesystem::remove(folder_.path() / "users.db");
    return {python,
            server_source("protected_api.py"),
            "--port=" + std::to_string(port),
            "--database=users.db",
            "--users=" + std::to_string(options.users),
            "--token-seconds=" + std::to_string(options.token_seconds),
            "--client-id=" + client(),
            "--login-client-id=" + login_client(),
            "--client-secret=" + secret()};
  });
}

std::string ProtectedApi::url(const std::string& path) const {
  return fmt::format("http://127.0.0.1:{}{}", server_->port(), path);
}

std::string ProtectedApi::token(const std::string& scope) const {
  return text_at(ask_as(client(), url("/token/"), "grant_type=client_credentials&scope=" + scope),
                 "/access_token");
}

std::string ProtectedApi::refresh_token() const {
  return text_at(
      ask_as(login_client(), url("/token/"), "grant_type=password&username=reader&password=of-the-reader"),
      "/refresh_token");
}

void ProtectedApi::revoke(const std::string& token) const {
  ask_as(client(), url("/revoke/"), "token=" + token);
}

void ProtectedApi::revoke_all() const {
  if (ask("POST", url("/take-back/")).status != 204)
    throw std::runtime_error("the protected API keeps its tokens");
}

}  // namespace counterpart::test
