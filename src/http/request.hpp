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
/// Names and values, as they are sent or came.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// A GET, or a POST of `body`. Pages hold no credentials; a request for a token holds its own.
struct Request {
  Url url;
  Headers headers = {};
  bool post = false;
  std::string body = {};  ///< of a POST
  bool fresh = false;     ///< the API has to answer it, even if its answer is kept
};

/// Throws Error(job_file) if `name` is no header name (RFC 9110, 5.1) or `value` holds control characters.
void check_header(std::string_view name, std::string_view value);

/// True for names of headers that are the same: case does not count (RFC 9110, 5.1).
bool same_header(std::string_view a, std::string_view b) noexcept;

/// Why there is no whole answer.
enum class Failure {
  none,         ///< there is one, whatever its status
  unreachable,  ///< no connection: name, network, proxy
  broken,       ///< the connection ended before the answer did
  too_slow,     ///< one of the time limits
  tls,          ///< the server could not prove who it is, or would not take our certificate
  redirect,     ///< to an origin that is not allowed, or once too often
  too_large,    ///< over the limit of body or header bytes
  refused,      ///< a request that the library does not make
  not_kept,     ///< answers come from a recording alone, which does not have this one, or not whole
};

struct Response {
  Failure failure = Failure::none;
  std::string reason = {};  ///< of a failure, in words, safe to print
  int status = 0;           ///< 0 if no status came
  Headers headers = {};     ///< of the last answer, names in lower case, in order
  Body body = {};
  std::string effective_url = {};  ///< where redirects led to; what relative links are relative to
  bool archived = false;           ///< it was kept, and no request was made

  /// The value of the first header of this name (given in lower case); empty if there is none.
  std::string_view header(std::string_view name) const noexcept;
  /// The values of all headers of this name.
  std::vector<std::string> all(std::string_view name) const;
};

}  // namespace counterpart::http
