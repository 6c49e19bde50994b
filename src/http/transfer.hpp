#pragma once
/// One request on its way, over one libcurl handle. For transport.cpp only: it shows libcurl.

#include <cstdint>
#include <memory>
#include <string>

#include "http/libcurl.hpp"
#include "http/transport.hpp"

namespace counterpart::http {

struct FreeEasy {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

class Transfer;

/// Who says which answers are received now, and where.
class Receiving {
 public:
  virtual ~Receiving() = default;
  /// True if the body of an answer may begin; `length` is what it tells of itself, or 0.
  virtual bool admits(const Transfer& transfer, std::uint64_t length) = 0;
  virtual Body body() = 0;
};

class Transfer {
 public:
  using Clock = std::chrono::steady_clock;

  /// Both have to outlive the transfer.
  Transfer(const TransportOptions& options, Receiving& receiving);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() const noexcept { return handle_.get(); }
  std::uint64_t tag() const noexcept { return tag_; }
  /// What the answer holds of memory by now.
  std::size_t memory() const noexcept { return response_.body.capacity(); }

  /// Prepares the handle for a request.
  void set(std::uint64_t tag, const Request& request, std::shared_ptr<const Credentials> credentials);
  /// Prepares it for the target of a redirect answer. False if the answer is none, or one that must not be
  /// followed: then `take` says so.
  bool redirected();
  /// True if other answers could come over its connection, or if it is larger than it tells: to hold it back
  /// would hold up the others, or hold more here than it saves.
  bool shares_or_grows() const;
  /// True if its body waits for room.
  bool held() const noexcept { return held_; }
  /// What the answer tells of its body's length, or 0.
  std::uint64_t length() const;
  /// Lets it go on, once it is admitted.
  void go_on();
  /// What came of it. `code` is libcurl's.
  Response take(CURLcode code);

  /// True if the answer is late at `now`: `take` then gives the reason.
  /// If it is held, it has been for too long.
  bool late(Clock::time_point now);
  /// When it has to be asked again.
  Clock::time_point next_check() const noexcept { return next_check_; }

 private:
  static std::size_t on_body(char* bytes, std::size_t one, std::size_t size, void* self) noexcept;
  static std::size_t on_header(char* bytes, std::size_t one, std::size_t size, void* self) noexcept;
  bool begin_body();
  void prepare();
  void prepare_headers(const Request& request);
  bool follow(const Url& target, int status);
  bool fail(Failure failure, std::string reason);
  std::string header(const char* name) const;
  void keep_headers();
  Failure failure_of(CURLcode code, std::string& reason) const;

  const TransportOptions& options_;
  Receiving& receiving_;
  const Limits& limits_ = options_.limits;
  std::unique_ptr<CURL, FreeEasy> handle_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  std::uint64_t tag_ = 0;
  Request request_;
  std::shared_ptr<const Credentials> credentials_;
  Response response_;
  int redirects_ = 0;
  bool held_ = false;
  std::uint64_t received_ = 0;         ///< bytes of headers and body
  std::uint64_t received_before_ = 0;  ///< at the last check
  std::uint64_t header_bytes_ = 0;
  Clock::time_point next_check_;
  char error_[CURL_ERROR_SIZE] = {};
};

}  // namespace counterpart::http
