#pragma once
/// What is asked and what came back, as plain values.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/body.hpp"
#include "http/url.hpp"

namespace counterpart::http {

using Milliseconds = std::chrono::milliseconds;

/// A GET. Holds no credentials.
struct Request {
  Url url;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// Throws Error(job_file) if `name` is no header name (RFC 9110, 5.1) or `value` holds control characters.
void check_header(std::string_view name, std::string_view value);

/// Why there is no whole answer.
enum class Failure {
  none,         ///< there is one, whatever its status
  unreachable,  ///< no connection: name, network, proxy
  broken,       ///< the connection ended before the answer did
  too_slow,     ///< one of the time limits
  tls,          ///< the server could not prove who it is
  redirect,     ///< to another origin, or once too often
  too_large,    ///< over the limit of body or header bytes
  refused,      ///< a request that the library does not make
};

struct Response {
  Failure failure = Failure::none;
  std::string reason;  ///< of a failure, in words, safe to print
  int status = 0;      ///< 0 if no status came
  std::string content_type;
  std::string retry_after;
  Body body;
};

}  // namespace counterpart::http
