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
#include "http/host_gate.hpp"
#include "http/retry.hpp"
#include "http/token_keeper.hpp"
#include "http/transport.hpp"
#include "http/window_size.hpp"

namespace counterpart::http {

/// The last answer that a request got.
struct Answer {
  Response response;
  unsigned attempts = 0;
  std::string gave_up;  ///< why there was no further attempt, where one would have made sense
};

/// What the requests of a window go through.
struct Access {
  std::unique_ptr<Transport> transport;
  TokenKeeper credentials{Credentials()};
  Origin home;                                ///< where the credentials belong
  std::shared_ptr<RateLimiter> limiter = {};  ///< none: as fast as it goes
};

/// `plan`, `wait_until`, `next`, `try_again` and `forget` come from one thread.
class PageWindow {
 public:
  struct Options {
    RetryPolicy retry;
    unsigned window = 0;  ///< requests in flight; 0 adapts
    /// For answers in flight and waiting, about; one is always allowed. The first is for those of a server
    /// that can be held back: requests that have no bytes yet then take nothing of it. The second, if it is
    /// larger, is for all others, which are counted in full as soon as they are asked for.
    std::uint64_t memory_bytes = 0;
    std::uint64_t memory_of_others = 0;
  };

  PageWindow(const Options& options, Access access, CancelToken& cancel);
  /// Ends what is in flight.
  ~PageWindow();
  PageWindow(const PageWindow&) = delete;
  PageWindow& operator=(const PageWindow&) = delete;

  /// Adds a request behind those that were planned before. It starts when the window has room for it, and is
  /// not tried again if it is made but `once`.
  void plan(Request request, bool once = false);
  /// Requests planned and not yet delivered.
  std::size_t planned() const;

  /// True as soon as `next` would not have to wait; false at `until`.
  bool wait_until(std::chrono::steady_clock::time_point until);
  /// Waits for the answer to the earliest request not yet delivered, good or not; one must be planned. Valid
  /// until the next call. Throws the error of the cancellation, and Error(api) where no token can be had.
  const Answer& next();
  /// Says that the answer just delivered is damaged. True if the request is made again: the next `next`
  /// delivers it once more. False if it was made often enough: the answer then says why in `gave_up`.
  bool try_again();
  /// The request whose answer `next` gave last.
  const Request& asked() const noexcept { return current_.request; }
  /// Drops all that is planned and not delivered, in flight or not.
  void forget();
  /// All credentials that requests were made with so far, and what they were made of.
  std::vector<Secret> secrets() const;

  /// What the way to the API was like so far.
  struct Counts {
    std::uint64_t retries = 0;      ///< requests that were made again
    std::uint64_t limit_waits = 0;  ///< times that a rate limit held requests back
    Milliseconds limited{0};        ///< for so long in all
    unsigned window = 0;            ///< requests in flight at a time, now
  };
  Counts counts() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Slot {
    Request request;
    enum class State { planned, in_flight, pausing, ready } state = State::planned;
    Answer answer;
    Clock::time_point first_try;
    Clock::time_point started;
    Clock::time_point due;
    std::uint64_t generation = 0;  ///< of the credentials it was sent with
    bool once = false;             ///< not to be made again
    bool renewed = false;          ///< it was refused once, and is made again with newer ones
  };

  bool settled() const;
  void want_answer(std::unique_lock<std::mutex>& lock);
  void run() noexcept;
  bool worth_waking();
  std::size_t reach() const;
  void make_room();
  void drop_forgotten();
  void start_due(Clock::time_point now);
  bool start_token(Clock::time_point now);
  bool token_counts() const;
  void start(std::uint64_t tag, Slot& slot, Clock::time_point now);
  void put_back(std::uint64_t tag);
  void settle(Transport::Done& done, Clock::time_point now);
  void settle_page(Slot& slot, Response response, Clock::time_point now);
  bool pause(Slot& slot, Clock::time_point now);
  Milliseconds time_to_next_start(Clock::time_point now) const;
  std::uint64_t memory() const;
  bool has_room() const;
  double chance();
  void keep(Body body);

  const Options options_;
  CancelToken& cancel_;
  Access access_;

  mutable std::mutex mutex_;
  std::condition_variable delivered_;
  WindowSize size_;
  std::deque<Slot> slots_;       ///< in order, the next one to deliver first
  std::uint64_t first_tag_ = 0;  ///< of slots_.front(); what has a lower one is forgotten
  Slot current_;                 ///< the one that was delivered last
  std::vector<Body> spare_;
  std::uint64_t ready_bytes_ = 0;
  std::uint64_t largest_body_ = 0;
  std::uint64_t retries_ = 0;
  std::minstd_rand random_{std::random_device{}()};
  bool hungry_ = true;    ///< the pump would start more if there were more, or room for it
  bool cramped_ = false;  ///< there was no room for an answer, or for a request
  bool wide_ = false;     ///< requests without a byte of their answers take no room
  unsigned taken_ = 0;    ///< answers since it was last woken for them
  std::uint64_t taken_bytes_ = 0;
  bool stop_ = false;
  std::exception_ptr crash_;

  CancelToken::Wake wake_;
  HostGate gate_;
  std::thread thread_;
};

}  // namespace counterpart::http
