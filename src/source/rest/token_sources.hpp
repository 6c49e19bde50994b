#pragma once
/// How the credentials are had that an API gives out for a while.

#include <memory>

#include "http/token_keeper.hpp"
#include "source/source.hpp"

namespace counterpart {

/// For oauth2 (RFC 6749: client credentials, 4.4, or a refresh token, 6) and login; null for credentials that
/// are there from the start.
std::unique_ptr<http::TokenSource> make_token_source(const AuthSpec& spec);

}  // namespace counterpart
