#pragma once
/// Where links and redirects of an API may lead.

#include <optional>
#include <string>
#include <vector>

#include "http/url.hpp"

namespace counterpart::http {

/// An API's origin is fixed when it is opened. What its answers point to has to be there too, or on a host
/// that the job names; the latter gets neither credentials nor the job's headers.
struct OriginLock {
  Origin home;
  std::vector<std::string> allow_hosts = {};  ///< "cdn.example.com", with ":8443" for one port alone
  bool allow_http = false;                    ///< plain http to a host that is not loopback

  /// Why a request must not go to `url`, safe to print; nothing if it may.
  std::optional<std::string> refusal(const Url& url) const;
};

/// Throws Error(job_file) for what is no host name of `allow_hosts`.
void check_allowed_host(const std::string& host);

}  // namespace counterpart::http
