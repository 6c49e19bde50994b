#pragma once
/// One request on its way, over one libcurl handle. For transport.cpp only: it shows libcurl.

#include <curl/curl.h>

#include <cstdint>
#include <memory>
#include <string>

#include "http/transport.hpp"

namespace counterpart::http {

struct FreeEasy {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

class Transfer {
 public:
  using Clock = std::chrono::steady_clock;

  /// `options` has to outlive the transfer.
  explicit Transfer(const TransportOptions& options);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() const noexcept { return handle_.get(); }
  std::uint64_t tag() const noexcept { return tag_; }
  /// What the answer holds of memory by now.
  std::size_t memory() const noexcept { return response_.body.capacity(); }

  /// Prepares the handle for a request.
  void set(std::uint64_t tag, const Request& request, std::shared_ptr<const Credentials> credentials,
           Body body);
  /// Prepares it for the target of a redirect answer. False if the answer is none, or one that must not be
  /// followed: then `take` says so.
  bool redirected();
  /// What came of it. `code` is libcurl's.
  Response take(CURLcode code);

  /// True if the answer is late at `now`: `take` then gives the reason.
  bool late(Clock::time_point now);
  /// When it has to be asked again.
  Clock::time_point next_check() const noexcept { return next_check_; }

 private:
  static std::size_t on_body(char* bytes, std::size_t one, std::size_t size, void* self) noexcept;
  static std::size_t on_header(char* bytes, std::size_t one, std::size_t size, void* self) noexcept;
  void prepare();
  void prepare_headers(const Request& request);
  bool follow(const Url& target, int status);
  bool fail(Failure failure, std::string reason);
  std::string header(const char* name) const;
  void keep_headers();
  Failure failure_of(CURLcode code, std::string& reason) const;

  const TransportOptions& options_;
  const Limits& limits_ = options_.limits;
  std::unique_ptr<CURL, FreeEasy> handle_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  std::uint64_t tag_ = 0;
  Request request_;
  std::shared_ptr<const Credentials> credentials_;
  Response response_;
  int redirects_ = 0;
  std::uint64_t received_ = 0;         ///< bytes of headers and body
  std::uint64_t received_before_ = 0;  ///< at the last check
  std::uint64_t header_bytes_ = 0;
  Clock::time_point next_check_;
  char error_[CURL_ERROR_SIZE] = {};
};

}  // namespace counterpart::http
