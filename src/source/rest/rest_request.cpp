#include "source/rest/rest_request.hpp"

#include <algorithm>
#include <utility>

#include "http/archive_transport.hpp"
#include "source/rest/page_keeping.hpp"
#include "source/rest/token_sources.hpp"

namespace counterpart {
namespace {

constexpr std::uint32_t kLeanReceiveBytes = 16 << 10;

http::Credentials fixed_credentials(const AuthSpec& spec) {
  switch (spec.kind) {
    case AuthSpec::Kind::bearer: return http::Credentials::bearer(spec.token);
    case AuthSpec::Kind::basic: return http::Credentials::basic(spec.user, spec.token);
    case AuthSpec::Kind::api_key:
      return spec.in_query ? http::Credentials::parameter(spec.name, spec.token)
                           : http::Credentials::header(spec.name, spec.token);
    default: return {};
  }
}

http::RetryPolicy retry_policy(const RestSpec& spec) {
  http::RetryPolicy policy;
  // A recording says the same each time.
  policy.attempts = spec.replay.empty() ? spec.retry_attempts : 1;
  policy.first_pause = http::Milliseconds(spec.retry_first_pause_ms);
  policy.deadline = http::Milliseconds(spec.retry_deadline_ms);
  return policy;
}

http::TokenKeeper credentials_of(const RestSpec& spec) {
  if (auto source = make_token_source(spec.auth)) return {std::move(source), retry_policy(spec)};
  return http::TokenKeeper(fixed_credentials(spec.auth));
}

http::TransportOptions transport_options(const RestSpec& spec) {
  http::TransportOptions options;
  options.limits.connect = http::Milliseconds(spec.connect_timeout_ms);
  options.limits.first_byte = http::Milliseconds(spec.first_byte_timeout_ms);
  options.limits.stall = http::Milliseconds(spec.stall_timeout_ms);
  options.limits.total = http::Milliseconds(spec.total_timeout_ms);
  options.limits.body_bytes = spec.max_page_bytes;
  options.lock = origin_lock(spec);
  options.certificate = {spec.auth.certificate, spec.auth.key};
  return options;
}

bool has_header(const http::Request& request, std::string_view name) {
  return std::any_of(request.headers.begin(), request.headers.end(),
                     [&](const auto& header) { return http::same_header(header.first, name); });
}

}  // namespace

http::Request first_request(const RestSpec& spec) {
  http::Request request{http::Url::parse(spec.url, ErrorKind::job_file)};
  http::check_clear_text(request.url, spec.allow_http);
  for (const auto& [name, value] : spec.query) request.url.set_parameter(name, value);
  for (const auto& [name, value] : spec.headers) {
    http::check_header(name, value);
    request.headers.emplace_back(name, value);
  }
  if (!has_header(request, "Accept")) request.headers.emplace_back("Accept", "application/json");
  request.post = spec.post;
  request.body = spec.body;
  if (spec.post && !has_header(request, "Content-Type"))
    request.headers.emplace_back("Content-Type", "application/json");
  return request;
}

http::OriginLock origin_lock(const RestSpec& spec) {
  return {http::Url::parse(spec.url, ErrorKind::job_file).origin(), spec.allow_hosts, spec.allow_http};
}

http::Access access_to(const RestSpec& spec, http::Hosts* hosts,
                       std::shared_ptr<const http::PageArchive> kept, bool lean) {
  const http::Origin home = http::Url::parse(spec.url, ErrorKind::job_file).origin();
  const http::Rate rate{spec.rate.requests_per_second, spec.rate.burst, spec.rate.max_in_flight};
  http::Access access;
  access.home = home;
  if (!spec.replay.empty()) {
    access.transport = http::make_archive_transport(open_recording(spec), nullptr, spec.max_page_bytes);
    return access;
  }
  http::TransportOptions options = transport_options(spec);
  if (lean) options.receive_bytes = kLeanReceiveBytes;
  access.transport = http::make_transport(std::move(options));
  if (kept)
    access.transport =
        http::make_archive_transport(std::move(kept), std::move(access.transport), spec.max_page_bytes);
  access.credentials = credentials_of(spec);
  http::Hosts alone;
  access.limiter = (hosts != nullptr ? *hosts : alone).limiter(home, rate);
  return access;
}

http::PageWindow::Options window_options(const RestSpec& spec, std::uint64_t memory_bytes,
                                         std::uint64_t waiting_page_bytes) {
  http::PageWindow::Options options;
  options.retry = retry_policy(spec);
  options.window = spec.window;
  options.memory_bytes = waiting_page_bytes != 0 ? waiting_page_bytes : memory_bytes;
  options.memory_of_others = memory_bytes;
  return options;
}

}  // namespace counterpart
