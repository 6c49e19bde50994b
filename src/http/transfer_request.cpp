// What a transfer asks for; transfer.cpp has what comes of it.
#include <cstdlib>
#include <new>
#include <utility>

#include "http/transfer.hpp"

namespace counterpart::http {
namespace {

template <typename T>
void set_option(CURL* handle, CURLoption option, T value) {
  if (curl_easy_setopt(handle, option, value) != CURLE_OK) throw std::bad_alloc();
}

}  // namespace

Transfer::Transfer(const TransportOptions& options, Receiving& receiving)
    : options_(options), receiving_(receiving), handle_(curl_easy_init()) {
  if (!handle_) throw std::bad_alloc();
  CURL* h = handle_.get();
  set_option(h, CURLOPT_PRIVATE, static_cast<void*>(this));
  set_option(h, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
  // A name that does not resolve must not hold up the end: libcurl would join its resolver's thread.
  set_option(h, CURLOPT_QUICK_EXIT, 1L);
#endif
  set_option(h, CURLOPT_PROTOCOLS_STR, "http,https");
  set_option(h, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set_option(h, CURLOPT_PIPEWAIT, 1L);
  set_option(h, CURLOPT_FOLLOWLOCATION, 0L);
  set_option(h, CURLOPT_ACCEPT_ENCODING, "");
  set_option(h, CURLOPT_USERAGENT, "counterpart/" COUNTERPART_VERSION);
  set_option(h, CURLOPT_TCP_NODELAY, 1L);
  set_option(h, CURLOPT_TCP_KEEPALIVE, 1L);
  set_option(h, CURLOPT_BUFFERSIZE, static_cast<long>(options_.receive_bytes));
  set_option(h, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits_.connect.count()));
  set_option(h, CURLOPT_TIMEOUT_MS, static_cast<long>(limits_.total.count()));
  if (const char* authorities = std::getenv("SSL_CERT_FILE"); authorities != nullptr && *authorities != '\0')
    set_option(h, CURLOPT_CAINFO, authorities);
  set_option(h, CURLOPT_ERRORBUFFER, static_cast<char*>(error_));
  set_option(h, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set_option(h, CURLOPT_WRITEDATA, static_cast<void*>(this));
  set_option(h, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set_option(h, CURLOPT_HEADERDATA, static_cast<void*>(this));
}

void Transfer::set(std::uint64_t tag, const Request& request,
                   std::shared_ptr<const Credentials> credentials) {
  tag_ = tag;
  request_ = request;
  credentials_ = std::move(credentials);
  redirects_ = 0;
  response_ = {};
  prepare();
}

void Transfer::prepare() {
  Request signed_request = request_;
  if (credentials_) credentials_->add_to(signed_request);
  prepare_headers(signed_request);
  set_option(handle(), CURLOPT_URL, signed_request.url.text().c_str());
  if (request_.post) {
    set_option(handle(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set_option(handle(), CURLOPT_POSTFIELDS, request_.body.data());
  } else {
    set_option(handle(), CURLOPT_HTTPGET, 1L);
  }
  const bool home = request_.url.origin() == options_.lock.home;
  const ClientCertificate& own = options_.certificate;
  set_option(handle(), CURLOPT_SSLCERT, home && !own.certificate.empty() ? own.certificate.c_str() : nullptr);
  set_option(handle(), CURLOPT_SSLKEY, home && !own.key.empty() ? own.key.c_str() : nullptr);
  response_.body.clear();
  response_.failure = Failure::none;
  held_ = false;
  received_ = received_before_ = header_bytes_ = 0;
  error_[0] = '\0';
  next_check_ = Clock::now() + limits_.first_byte;
}

void Transfer::prepare_headers(const Request& request) {
  std::unique_ptr<curl_slist, FreeList> headers;
  for (const auto& [name, value] : request.headers) {
    // libcurl takes "Name;" for a header without a value.
    const std::string line = name + (value.empty() ? ";" : ": " + value);
    curl_slist* longer = curl_slist_append(headers.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(headers.release());
    headers.reset(longer);
  }
  headers_ = std::move(headers);
  set_option(handle(), CURLOPT_HTTPHEADER, headers_.get());
}

}  // namespace counterpart::http
