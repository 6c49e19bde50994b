#include "http/origin_lock.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace counterpart::http {
namespace {

bool names(const std::string& allowed, const Origin& origin) {
  return allowed == origin.host || allowed == origin.host + ":" + origin.port;
}

}  // namespace

std::optional<std::string> OriginLock::refusal(const Url& url) const {
  if (url.origin() == home) return std::nullopt;
  const std::string where = printable(url.origin().text(), 200);
  const bool allowed = std::any_of(allow_hosts.begin(), allow_hosts.end(),
                                   [&](const std::string& host) { return names(host, url.origin()); });
  if (!allowed) return "another origin, " + where;
  if (url.origin().scheme != "https" && !url.is_loopback() && !allow_http) return "clear text, " + where;
  return std::nullopt;
}

void check_allowed_host(const std::string& host) {
  const bool plain = !host.empty() && host.find_first_of("/@?# \t") == std::string::npos;
  const bool lower = std::none_of(host.begin(), host.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (plain && lower) return;
  throw Error(ErrorKind::job_file, "'" + printable(host, 100) + "' is not a host of allow_hosts")
      .hint(
          "a host is written in lower case, without a scheme: \"cdn.example.com\" or "
          "\"cdn.example.com:8443\"");
}

}  // namespace counterpart::http
