#include "http/page_window.hpp"

#include <algorithm>
#include <ctime>
#include <utility>

namespace counterpart::http {
namespace {

/// Where room is short, the pump hears of each part of this many.
constexpr std::uint64_t kPartOfRoom = 4;

}  // namespace

PageWindow::PageWindow(const Options& options, Access access, CancelToken& cancel)
    : options_(options),
      cancel_(cancel),
      access_(std::move(access)),
      size_(options.window),
      wake_(cancel,
            [this] {
              access_.transport->wake();
              const std::lock_guard lock(mutex_);
              delivered_.notify_all();
            }),
      gate_(access_.limiter, [this] { access_.transport->wake(); }),
      thread_([this] { run(); }) {}

PageWindow::~PageWindow() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  access_.transport->wake();
  thread_.join();
}

void PageWindow::plan(Request request, bool once) {
  {
    const std::lock_guard lock(mutex_);
    Slot& slot = slots_.emplace_back();
    slot.request = std::move(request);
    slot.once = once;
    // What is out of reach waits for others anyway.
    if (!hungry_ || cramped_ || slots_.size() > reach()) return;
  }
  access_.transport->wake();
}

std::size_t PageWindow::planned() const {
  const std::lock_guard lock(mutex_);
  return slots_.size();
}

PageWindow::Counts PageWindow::counts() const {
  const std::lock_guard lock(mutex_);
  Counts counts;
  counts.retries = retries_;
  counts.window = size_.size();
  counts.limit_waits = gate_.waits();
  counts.limited = gate_.waited();
  return counts;
}

std::vector<Secret> PageWindow::secrets() const {
  const std::lock_guard lock(mutex_);
  return access_.credentials.secrets();
}

bool PageWindow::settled() const {
  return crash_ || cancel_.cancelled() || (!slots_.empty() && slots_.front().state == Slot::State::ready);
}

bool PageWindow::wait_until(std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  want_answer(lock);
  return delivered_.wait_until(lock, until, [this] { return settled(); });
}

/// Who has to wait while there is no room for more requests wants more of them on their way. Who never waits
/// has enough of them, and would only leave their answers standing.
void PageWindow::want_answer(std::unique_lock<std::mutex>& lock) {
  if (settled() || !cramped_ || wide_) return;
  wide_ = true;
  lock.unlock();
  access_.transport->wake();
  lock.lock();
}

const Answer& PageWindow::next() {
  bool wake = false;
  {
    std::unique_lock lock(mutex_);
    keep(std::move(current_.answer.response.body));
    want_answer(lock);
    delivered_.wait(lock, [this] { return settled(); });
    if (crash_) std::rethrow_exception(crash_);
    if (!cancel_.cancelled()) {
      current_ = std::move(slots_.front());
      slots_.pop_front();
      ++first_tag_;
      ready_bytes_ -= current_.answer.response.body.capacity();
      taken_bytes_ += current_.answer.response.body.capacity();
    }
    wake = worth_waking();
  }
  cancel_.check();
  if (wake) access_.transport->wake();
  return current_.answer;
}

/// Each delivery makes room, but waking the pump for each costs more than it gains: it is woken for half a
/// window at once, for a part of the room where that is short, and when the next answer has yet to come.
bool PageWindow::worth_waking() {
  ++taken_;
  if (!hungry_ && !cramped_) return false;
  const bool waits = slots_.empty() || slots_.front().state != Slot::State::ready;
  const bool much =
      cramped_ ? taken_bytes_ >= memory() / kPartOfRoom : taken_ >= std::max(1U, size_.size() / 2);
  if (!much && !waits) return false;
  taken_ = 0;
  taken_bytes_ = 0;
  return true;
}

/// Twice the window, so that the network has work while the answers of one window are worked on.
std::size_t PageWindow::reach() const {
  return 2 * std::size_t{size_.size()};
}

bool PageWindow::try_again() {
  {
    const std::lock_guard lock(mutex_);
    if (!pause(current_, Clock::now())) return false;
    slots_.push_front(std::exchange(current_, {}));
    --first_tag_;
  }
  access_.transport->wake();
  return true;
}

void PageWindow::forget() {
  {
    const std::lock_guard lock(mutex_);
    // One more: `try_again` then gives the page at hand a tag that none of the forgotten ones has.
    first_tag_ += slots_.size() + 1;
    for (Slot& slot : slots_) {
      if (slot.state == Slot::State::ready) keep(std::move(slot.answer.response.body));
    }
    slots_.clear();
    ready_bytes_ = 0;
  }
  access_.transport->wake();
}

double PageWindow::chance() {
  return std::generate_canonical<double, 32>(random_);
}

bool PageWindow::pause(Slot& slot, Clock::time_point now) {
  if (slot.once) return false;
  Answer& answer = slot.answer;
  const auto since = std::chrono::duration_cast<Milliseconds>(now - slot.first_try);
  NextTry decided =
      next_try(options_.retry, answer.attempts, since,
               parse_retry_after(answer.response.header("retry-after"), std::time(nullptr)), chance());
  answer.gave_up = decided.refusal;
  if (!decided.pause) return false;
  keep(std::move(answer.response.body));
  slot.state = Slot::State::pausing;
  slot.due = now + *decided.pause;
  ++retries_;
  return true;
}

void PageWindow::keep(Body body) {
  if (body.capacity() == 0) return;
  body.clear();
  spare_.push_back(std::move(body));
}

}  // namespace counterpart::http
