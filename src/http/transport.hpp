#pragma once
/// Many requests at once over kept connections, moved on by one thread. Hides libcurl's multi interface.

#include <cstdint>
#include <memory>
#include <vector>

#include "http/credentials.hpp"
#include "http/request.hpp"

namespace counterpart::http {

/// What one request may take.
struct Limits {
  Milliseconds connect{10'000};
  Milliseconds first_byte{60'000};  ///< from the start of the request to the first byte of the answer
  Milliseconds stall{30'000};       ///< so long an answer may go on with less than 64 bytes per second
  Milliseconds total{300'000};
  std::uint64_t body_bytes = 64ULL << 20;  ///< decoded
};

/// Compression is taken as libcurl offers it, HTTP/2 where TLS negotiates it, proxies from the environment.
/// Redirects within the origin are followed, five at most; others fail. All calls but `wake` come from one
/// thread.
class Transport {
 public:
  struct Done {
    std::uint64_t tag;
    Response response;
  };

  Transport(const Limits& limits, Credentials credentials);
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// Starts a request; its answer comes out of `wait` under this tag, in `body`, whose memory is used again.
  void submit(std::uint64_t tag, const Request& request, Body body = {});
  std::size_t in_flight() const noexcept;
  /// What the answers in flight hold of memory by now, each counted as `least` bytes at least.
  std::uint64_t memory_in_flight(std::uint64_t least) const noexcept;

  /// Moves all requests on and appends the answers that are whole to `done`. Returns as soon as there is one,
  /// after a `wake`, or after `timeout`.
  void wait(Milliseconds timeout, std::vector<Done>& done);
  /// Makes a `wait`, the running one or the next, return at once. From any thread.
  void wake() noexcept;

 private:
  class Multi;
  std::unique_ptr<Multi> multi_;
};

}  // namespace counterpart::http
