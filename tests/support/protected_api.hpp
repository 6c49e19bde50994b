#pragma once
/// An API behind OAuth2 for one test: Django REST framework and Django OAuth Toolkit from PyPI, configured
/// by tests/servers/protected_api.py.
///
/// POST /token/ (form): `grant_type=client_credentials`, client_id and client_secret as basic credentials or
/// in the form, `scope` optional: 200
/// `{"access_token":"…","expires_in":60,"token_type":"Bearer","scope":"read"}`.
///   - `grant_type=refresh_token&refresh_token=…`, for the client of `login_client`: the same with a *new*
///     `refresh_token`; the old one is used up, and gives 400 `{"error":"invalid_grant"}` the next time.
///   - 401 `{"error":"invalid_client"}`, 400 `{"error":"invalid_scope"}`, 400
///     `{"error":"unsupported_grant_type"}`.
///
/// Everything else wants `Authorization: Bearer TOKEN`:
///   - none: 401, `WWW-Authenticate: Bearer realm="api"`. A wrong, an expired or a revoked one: 401,
///     `WWW-Authenticate: Bearer realm="api",error="invalid_token",error_description="The access token has
///     expired."` (or "is invalid."). One of scope "other": 403. The body is always `{"detail":"…"}`.
///   - /users/?page=1&size=20:
///     `{"count":205,"next":"http://HOST/users/?page=2&size=20","previous":null,"results":[…]}`; next is
///     null on the last page. Sizes over 50 are cut to 50 without a word. A page beyond the end (and page 0)
///     is 404 `{"detail":"Invalid page."}`.
///   - /users/by-offset/?limit=20&offset=40: the same with links by offset. Limits over 50 are cut to 50.
///     Beyond the end: 200, `"results":[]`.
///   - /users/by-cursor/?size=20:
///     `{"next":"http://HOST/users/by-cursor/?cursor=cD0y&size=20","previous":null,"results":[…]}`, without
///     a count; the token is only found inside of the link. A wrong one: 404 `{"detail":"Invalid cursor"}`.
///   - /users/slow/: as /users/, three requests a second; then 429 with `Retry-After: 1`.
///   - /check/: 204, for nginx's auth_request.

#include <optional>
#include <string>

#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {

class ProtectedApi {
 public:
  struct Options {
    unsigned users = 205;
    unsigned token_seconds = 600;  ///< how long an access token is good
  };

  ProtectedApi() : ProtectedApi(Options{}) {}
  /// Users 1 to `users`. Throws std::runtime_error if it does not start.
  explicit ProtectedApi(const Options& options);

  /// "http://127.0.0.1:PORT" and the path.
  std::string url(const std::string& path) const;
  /// The client of client_credentials.
  static std::string client() { return "counterpart"; }
  /// The client of refresh_token.
  static std::string login_client() { return "counterpart-login"; }
  /// The secret of both, which has to be encoded wherever it goes.
  static std::string secret() { return "p%41ss: +&word"; }

  /// A new access token.
  std::string token(const std::string& scope = "read") const;
  /// A new refresh token.
  std::string refresh_token() const;
  /// From now on the token is refused.
  void revoke(const std::string& token) const;
  /// From now on all tokens are refused that were given out so far.
  void revoke_all() const;
  void stop() { server_->stop(); }

 private:
  TemporaryDirectory folder_;
  std::optional<ServerProcess> server_;
};

}  // namespace counterpart::test
