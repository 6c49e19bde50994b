#pragma once
/// Many requests at once, moved on by one thread: the one seam to the network.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "http/credentials.hpp"
#include "http/origin_lock.hpp"
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

/// A client certificate and its key, PEM files. Shown to the home origin alone.
struct ClientCertificate {
  std::string certificate;
  std::string key;
};

/// All calls but `wake` come from one thread.
class Transport {
 public:
  struct Done {
    std::uint64_t tag;
    Response response;
  };

  Transport() = default;
  virtual ~Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// Starts a request; its answer comes out of `wait` under this tag, in `body`, whose memory is used again.
  /// `credentials` (or none) are added to it and go to its own origin alone.
  virtual void submit(std::uint64_t tag, const Request& request,
                      std::shared_ptr<const Credentials> credentials, Body body) = 0;
  /// Drops the requests in flight with a tag below this one; their answers do not come any more.
  virtual void abandon(std::uint64_t below) = 0;
  /// False if a request does not reach its host, so that the host's limits do not hold for it.
  virtual bool needs_network(const Request& request) const {
    static_cast<void>(request);
    return true;
  }
  virtual std::size_t in_flight() const noexcept = 0;
  /// What the answers in flight hold of memory by now, each counted as `least` bytes at least.
  virtual std::uint64_t memory_in_flight(std::uint64_t least) const noexcept = 0;

  /// Moves all requests on and appends the answers that are whole to `done`. Returns as soon as there is one,
  /// after a `wake`, or after `timeout`.
  virtual void wait(Milliseconds timeout, std::vector<Done>& done) = 0;
  /// Makes a `wait`, the running one or the next, return at once. From any thread.
  virtual void wake() noexcept = 0;
};

struct TransportOptions {
  Limits limits = {};
  OriginLock lock = {};
  ClientCertificate certificate = {};
};

/// Over libcurl: kept connections, compression as it offers it, HTTP/2 where TLS negotiates it, proxies from
/// the environment, authorities of SSL_CERT_FILE where that is set. Redirects are followed, five at most,
/// where the lock lets them; a POST is never redirected to another origin.
std::unique_ptr<Transport> make_transport(TransportOptions options);

}  // namespace counterpart::http
