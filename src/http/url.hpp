#pragma once
/// URLs of APIs, taken apart and put together by libcurl's parser, so that what is checked is what is
/// requested.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "counterpart/error.hpp"

namespace counterpart::http {

/// Who answers: credentials go to one origin only.
struct Origin {
  std::string scheme;  ///< "http" or "https"
  std::string host;    ///< in lower case; IPv6 in brackets
  std::string port;    ///< always set, the scheme's own if the URL has none

  /// "https://api.example.com", with the port where it is not the scheme's own.
  std::string text() const;
  friend bool operator==(const Origin&, const Origin&) = default;
};

/// An absolute http or https URL without user information and without a fragment.
class Url {
 public:
  Url() = default;
  /// Throws Error(kind) for what is no such URL; the message does not repeat a refused password.
  static Url parse(const std::string& text, ErrorKind kind);

  const Origin& origin() const noexcept { return origin_; }
  /// True for localhost and the addresses 127.0.0.0/8 and ::1.
  bool is_loopback() const;

  /// Gives the parameter this value: replaces the first of its name and drops the others, or adds it at the
  /// end.
  void set_parameter(std::string_view name, std::string_view value);
  /// The names and values of the query, decoded, in their order.
  std::vector<std::pair<std::string, std::string>> parameters() const;
  /// The URL that `reference`, absolute or relative, means on a page of this one. Throws Error(api).
  Url resolve(const std::string& reference) const;

  /// All of it, ready to be requested.
  std::string text() const;
  /// All of it but the query: what messages show.
  std::string without_query() const;

 private:
  Origin origin_;
  std::string path_;
  std::string query_;
};

/// Throws Error(job_file) if requests to `url` would go over a network in clear text and `allow_http` does
/// not say so.
void check_clear_text(const Url& url, bool allow_http);

/// RFC 3986: all but letters, digits and -._~ as %NN.
std::string percent_encode(std::string_view text);

}  // namespace counterpart::http
