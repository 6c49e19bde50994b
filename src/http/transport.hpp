#pragma once
/// Many requests at once, moved on by one thread: the one seam to the network.

#include <cstdint>
#include <limits>
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
  Milliseconds held{5'000};         ///< an answer that found no room waits so long for it
  Milliseconds total{300'000};
  std::uint64_t body_bytes = 64ULL << 20;  ///< decoded
};

/// A client certificate and its key, PEM files. Shown to the home origin alone.
struct ClientCertificate {
  std::string certificate;
  std::string key;
};

/// Of the request for a token; above all pages.
inline constexpr std::uint64_t kTokenTag = std::numeric_limits<std::uint64_t>::max();

/// How much of the answers in flight is received by now; the rest waits where it is, in the network.
struct Room {
  std::uint64_t bytes = 0;  ///< that they may hold together
  std::uint64_t usual = 0;  ///< size of an answer that does not tell its own
  std::uint64_t first = 0;  ///< the tag of the one that is received whatever it takes
};

/// All calls but `wake` come from one thread.
class Transport {
 public:
  struct Done {
    std::uint64_t tag;
    Response response;
    bool put_back = false;  ///< there was no room for it for too long: there is no response
  };

  Transport() = default;
  virtual ~Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// Starts a request; its answer comes out of `wait` under this tag. `credentials` (or none) are added to it
  /// and go to its own origin alone.
  virtual void submit(std::uint64_t tag, const Request& request,
                      std::shared_ptr<const Credentials> credentials) = 0;
  /// Gives memory for the answers to come.
  virtual void reuse(Body body) { static_cast<void>(body); }
  /// Says what room there is from now on; none is asked for before the first call. Answers that were held
  /// back go on where it lets them, the lowest tag first.
  virtual void allow(const Room& room) { static_cast<void>(room); }
  /// True if answers can be held back: one by one on their connections, and no larger than they tell.
  virtual bool holds_back() const noexcept { return false; }
  /// How many answers are held back now.
  virtual std::size_t held() const noexcept { return 0; }
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
  std::uint32_t receive_bytes =
      64 << 10;  ///< at a time, on each connection; the most it takes beside answers
};

/// Over libcurl: kept connections, compression as it offers it, HTTP/2 where TLS negotiates it, proxies from
/// the environment, authorities of SSL_CERT_FILE where that is set. Redirects are followed, five at most,
/// where the lock lets them; a POST is never redirected to another origin.
std::unique_ptr<Transport> make_transport(TransportOptions options);

}  // namespace counterpart::http
