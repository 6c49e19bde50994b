#pragma once
/// An ordered window of requests in flight: many at once, tried again where that helps, delivered strictly in
/// the order in which they were planned. Has a thread of its own, so that the network goes on while answers
/// are worked on.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "base/cancel.hpp"
#include "http/retry.hpp"
#include "http/transport.hpp"
#include "http/window_size.hpp"

namespace counterpart::http {

/// The last answer that a request got.
struct Answer {
  Response response;
  unsigned attempts = 0;
  std::string gave_up;  ///< why there was no further attempt, where one would have made sense
};

/// `plan`, `next` and `try_again` come from one thread.
class PageWindow {
 public:
  struct Options {
    Limits limits;
    RetryPolicy retry;
    unsigned window = 0;             ///< requests in flight; 0 adapts
    std::uint64_t memory_bytes = 0;  ///< for answers in flight and waiting, about; one is always allowed
  };

  PageWindow(const Options& options, Credentials credentials, CancelToken& cancel);
  /// Ends what is in flight.
  ~PageWindow();
  PageWindow(const PageWindow&) = delete;
  PageWindow& operator=(const PageWindow&) = delete;

  /// Adds a request behind those that were planned before. It starts when the window has room for it.
  void plan(Request request);
  /// Requests planned and not yet delivered.
  std::size_t planned() const;

  /// Waits for the answer to the earliest request not yet delivered, good or not; one must be planned. Valid
  /// until the next call. Throws the error of the cancellation.
  const Answer& next();
  /// Says that the answer just delivered is damaged. True if the request is made again: the next `next`
  /// delivers it once more. False if it was made often enough: the answer then says why in `gave_up`.
  bool try_again();

  /// Requests that were made again so far.
  std::uint64_t retries() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Slot {
    Request request;
    enum class State { planned, in_flight, pausing, ready } state = State::planned;
    Answer answer;
    Clock::time_point first_try;
    Clock::time_point due;
  };

  void run() noexcept;
  void start_due(Clock::time_point now);
  void start(std::uint64_t tag, Slot& slot, Clock::time_point now);
  void settle(Transport::Done& done, Clock::time_point now);
  bool pause(Slot& slot, Clock::time_point now);
  Milliseconds time_to_next_start(Clock::time_point now) const;
  bool has_room() const;
  void keep(Body body);

  const Options options_;
  CancelToken& cancel_;
  Transport transport_;

  mutable std::mutex mutex_;
  std::condition_variable delivered_;
  WindowSize size_;
  std::deque<Slot> slots_;       ///< in order, the next one to deliver first
  std::uint64_t first_tag_ = 0;  ///< of slots_.front()
  Slot current_;                 ///< the one that was delivered last
  std::vector<Body> spare_;
  std::uint64_t ready_bytes_ = 0;
  std::uint64_t largest_body_ = 0;
  std::uint64_t retries_ = 0;
  std::minstd_rand random_{std::random_device{}()};
  bool stop_ = false;
  std::exception_ptr crash_;

  CancelToken::Wake wake_;
  std::thread thread_;
};

}  // namespace counterpart::http
