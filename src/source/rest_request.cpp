#include "source/rest_request.hpp"

#include <algorithm>

namespace counterpart {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

http::Request first_request(const RestSpec& spec) {
  http::Request request{http::Url::parse(spec.url, ErrorKind::job_file), {}};
  http::check_clear_text(request.url, spec.allow_http);
  for (const auto& [name, value] : spec.query) request.url.set_parameter(name, value);
  bool accepts = false;
  for (const auto& [name, value] : spec.headers) {
    http::check_header(name, value);
    request.headers.emplace_back(name, value);
    accepts = accepts || same_name(name, "Accept");
  }
  if (!accepts) request.headers.emplace_back("Accept", "application/json");
  return request;
}

http::Credentials credentials_of(const AuthSpec& spec) {
  switch (spec.kind) {
    case AuthSpec::Kind::none: return {};
    case AuthSpec::Kind::bearer: return http::Credentials::bearer(spec.token);
    case AuthSpec::Kind::basic: return http::Credentials::basic(spec.user, spec.token);
    case AuthSpec::Kind::api_key:
      return spec.in_query ? http::Credentials::parameter(spec.name, spec.token)
                           : http::Credentials::header(spec.name, spec.token);
  }
  return {};
}

http::PageWindow::Options window_options(const RestSpec& spec, std::uint64_t memory_bytes) {
  http::PageWindow::Options options;
  options.limits.connect = http::Milliseconds(spec.connect_timeout_ms);
  options.limits.first_byte = http::Milliseconds(spec.first_byte_timeout_ms);
  options.limits.stall = http::Milliseconds(spec.stall_timeout_ms);
  options.limits.total = http::Milliseconds(spec.total_timeout_ms);
  options.limits.body_bytes = spec.max_page_bytes;
  options.retry.attempts = spec.retry_attempts;
  options.retry.deadline = http::Milliseconds(spec.retry_deadline_ms);
  options.window = spec.window;
  options.memory_bytes = memory_bytes;
  return options;
}

}  // namespace counterpart
