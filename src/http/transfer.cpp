#include "http/transfer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <utility>

#include "base/size.hpp"
#include "base/utf8.hpp"

namespace counterpart::http {
namespace {

constexpr int kMostRedirects = 5;
constexpr std::uint64_t kMostHeaderBytes = 256 << 10;
constexpr std::uint64_t kSlowestBytesPerSecond = 64;
/// Room that a Content-Length gets before any byte has come; more grows with what comes.
constexpr std::uint64_t kTrustedLength = 4 << 20;

/// An empty value comes with the carriage return behind it.
std::string_view trimmed(std::string_view value) {
  const std::size_t last = value.find_last_not_of(" \t\r");
  return last == std::string_view::npos ? std::string_view() : value.substr(0, last + 1);
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// True if a failed connection was not to the API, and so to a proxy.
bool names_another_server(const std::string& reason, const Origin& api) {
  const bool in_brackets = api.host.starts_with('[');
  const std::string host = in_brackets ? api.host.substr(1, api.host.size() - 2) : api.host;
  const bool other_port = reason.find(" port ") != std::string::npos &&
                          reason.find(" port " + api.port + " ") == std::string::npos;
  return other_port || reason.find(host) == std::string::npos;
}

double seconds(Milliseconds time) {
  return static_cast<double>(time.count()) / 1000.0;
}

}  // namespace

bool Transfer::fail(Failure failure, std::string reason) {
  response_.failure = failure;
  response_.reason = std::move(reason);
  return false;
}

std::size_t Transfer::on_header(char*, std::size_t one, std::size_t size, void* self) noexcept {
  Transfer& transfer = *static_cast<Transfer*>(self);
  if (transfer.received_ == 0) transfer.next_check_ = Clock::now() + transfer.limits_.stall;
  transfer.received_ += one * size;
  transfer.header_bytes_ += one * size;
  if (transfer.header_bytes_ <= kMostHeaderBytes) return one * size;
  transfer.response_.failure = Failure::too_large;
  return 0;
}

std::size_t Transfer::on_body(char* bytes, std::size_t one, std::size_t size, void* self) noexcept {
  Transfer& transfer = *static_cast<Transfer*>(self);
  const std::size_t count = one * size;
  if (transfer.response_.body.size() == 0 && !transfer.begin_body()) return CURL_WRITEFUNC_PAUSE;
  transfer.received_ += count;
  Body& body = transfer.response_.body;
  if (body.size() + count > transfer.limits_.body_bytes) {
    transfer.response_.failure = Failure::too_large;
    return 0;
  }
  return body.append(bytes, count) ? count : 0;
}

/// Finds memory for the first bytes of the body. False if they have to wait.
bool Transfer::begin_body() {
  const std::uint64_t told = length();
  if (!receiving_.admits(*this, told)) {
    if (!std::exchange(held_, true)) next_check_ = Clock::now() + limits_.held;
    return false;
  }
  if (response_.body.capacity() == 0) response_.body = receiving_.body();
  if (told != 0) response_.body.reserve(std::min(told, kTrustedLength));
  return true;
}

std::uint64_t Transfer::length() const {
  curl_off_t length = 0;
  curl_easy_getinfo(handle(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  return length > 0 ? static_cast<std::uint64_t>(length) : 0;
}

bool Transfer::shares_or_grows() const {
  long version = 0;
  curl_easy_getinfo(handle(), CURLINFO_HTTP_VERSION, &version);
  return version >= CURL_HTTP_VERSION_2_0 || !header("Content-Encoding").empty();
}

void Transfer::go_on() {
  held_ = false;
  received_before_ = received_;
  next_check_ = Clock::now() + limits_.stall;
  // What libcurl keeps of it comes at once; what fails then shows when it is looked at the next time.
  static_cast<void>(curl_easy_pause(handle(), CURLPAUSE_CONT));
}

bool Transfer::late(Clock::time_point now) {
  if (now < next_check_) return false;
  if (held_) return true;
  if (received_ == 0) {
    fail(Failure::too_slow, fmt::format("no answer within {} s", seconds(limits_.first_byte)));
    return true;
  }
  const auto least = static_cast<std::uint64_t>(seconds(limits_.stall) * kSlowestBytesPerSecond);
  if (received_ - received_before_ <= least) {
    fail(Failure::too_slow, fmt::format("the answer stalled: {} bytes in {} s", received_ - received_before_,
                                        seconds(limits_.stall)));
    return true;
  }
  received_before_ = received_;
  next_check_ = now + limits_.stall;
  return false;
}

std::string Transfer::header(const char* name) const {
  curl_header* found = nullptr;
  return curl_easy_header(handle(), name, 0, CURLH_HEADER, -1, &found) == CURLHE_OK
             ? std::string(trimmed(found->value))
             : std::string();
}

void Transfer::keep_headers() {
  curl_header* header = nullptr;
  while ((header = curl_easy_nextheader(handle(), CURLH_HEADER, -1, header)) != nullptr) {
    std::string name(header->name);
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    response_.headers.emplace_back(std::move(name), trimmed(header->value));
  }
}

bool Transfer::redirected() {
  long status = 0;
  curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &status);
  if (!is_redirect(static_cast<int>(status))) return false;
  const std::string location = header("Location");
  if (location.empty()) return false;
  try {
    return follow(request_.url.resolve(location), static_cast<int>(status));
  } catch (const Error&) {
    return fail(Failure::redirect, "redirects to something that is not an http or https URL");
  }
}

bool Transfer::follow(const Url& target, int status) {
  const bool elsewhere = target.origin() != request_.url.origin();
  if (elsewhere) {
    if (const auto refusal = options_.lock.refusal(target))
      return fail(Failure::redirect, "redirects to " + *refusal);
    if (request_.post)
      return fail(Failure::redirect,
                  "redirects a POST to another origin, " + printable(target.origin().text(), 200));
  }
  if (++redirects_ > kMostRedirects)
    return fail(Failure::redirect, fmt::format("redirects more than {} times", kMostRedirects));
  if (request_.post && status != 307 && status != 308)
    return fail(Failure::redirect,
                fmt::format("answers a POST with a redirect ({}) that would make it a GET", status));
  if (elsewhere) {
    credentials_.reset();
    std::erase_if(request_.headers, [](const auto& header) { return !same_header(header.first, "Accept"); });
  }
  request_.url = target;
  prepare();
  return true;
}

Failure Transfer::failure_of(CURLcode code, std::string& reason) const {
  reason = printable(error_[0] != '\0' ? static_cast<const char*>(error_) : curl_easy_strerror(code), 200);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY: reason += " (the proxy comes from the environment)"; return Failure::unreachable;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
      if (names_another_server(reason, request_.url.origin()))
        reason += " (the proxy comes from the environment)";
      return Failure::unreachable;
    case CURLE_OPERATION_TIMEDOUT: return Failure::too_slow;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS: return Failure::tls;
    case CURLE_SSL_CONNECT_ERROR: {
      // A connection that broke off may come about next time; a server that speaks no TLS, or not with us,
      // will not.
      long system_error = 0;
      curl_easy_getinfo(handle(), CURLINFO_OS_ERRNO, &system_error);
      return system_error != 0 ? Failure::broken : Failure::tls;
    }
    // What came does not begin like an answer: a connection may still have been at an earlier one.
    case CURLE_UNSUPPORTED_PROTOCOL: reason = "what came is not HTTP"; return Failure::broken;
    case CURLE_URL_MALFORMAT:
    case CURLE_FILESIZE_EXCEEDED: return Failure::refused;
    case CURLE_OUT_OF_MEMORY: {
      // That is how libcurl calls a line that is longer than it takes, too.
      curl_off_t first_byte = 0;
      curl_easy_getinfo(handle(), CURLINFO_STARTTRANSFER_TIME_T, &first_byte);
      if (first_byte == 0 || response_.body.size() != 0) throw std::bad_alloc();
      reason = "a header of the answer is longer than libcurl takes";
      return Failure::too_large;
    }
    default: return Failure::broken;
  }
}

Response Transfer::take(CURLcode code) {
  long status = 0;
  curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  keep_headers();
  response_.effective_url = request_.url.text();
  if (response_.failure == Failure::too_large) {
    response_.reason = header_bytes_ > kMostHeaderBytes
                           ? "the headers of the answer are over " + format_size(kMostHeaderBytes)
                           : "the answer is over " + format_size(limits_.body_bytes);
  } else if (response_.failure == Failure::none && code != CURLE_OK) {
    response_.failure = failure_of(code, response_.reason);
  }
  return std::move(response_);
}

}  // namespace counterpart::http
