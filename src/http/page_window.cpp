#include "http/page_window.hpp"

#include <algorithm>
#include <ctime>
#include <utility>

namespace counterpart::http {
namespace {

/// The pump looks up at least so often when nothing happens.
constexpr Milliseconds kLongestWait{60'000};

bool failed(const Response& response) {
  return response.failure != Failure::none || response.status >= 400;
}

}  // namespace

PageWindow::PageWindow(const Options& options, Credentials credentials, CancelToken& cancel)
    : options_(options),
      cancel_(cancel),
      transport_(options.limits, std::move(credentials)),
      size_(options.window),
      wake_(cancel,
            [this] {
              transport_.wake();
              const std::lock_guard lock(mutex_);
              delivered_.notify_all();
            }),
      thread_([this] { run(); }) {}

PageWindow::~PageWindow() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  transport_.wake();
  thread_.join();
}

void PageWindow::plan(Request request) {
  {
    const std::lock_guard lock(mutex_);
    slots_.emplace_back().request = std::move(request);
  }
  transport_.wake();
}

std::size_t PageWindow::planned() const {
  const std::lock_guard lock(mutex_);
  return slots_.size();
}

std::uint64_t PageWindow::retries() const {
  const std::lock_guard lock(mutex_);
  return retries_;
}

const Answer& PageWindow::next() {
  {
    std::unique_lock lock(mutex_);
    keep(std::move(current_.answer.response.body));
    delivered_.wait(lock, [this] {
      return crash_ || cancel_.cancelled() || (!slots_.empty() && slots_.front().state == Slot::State::ready);
    });
    if (crash_) std::rethrow_exception(crash_);
    if (!cancel_.cancelled()) {
      current_ = std::move(slots_.front());
      slots_.pop_front();
      ++first_tag_;
      ready_bytes_ -= current_.answer.response.body.capacity();
    }
  }
  cancel_.check();
  transport_.wake();
  return current_.answer;
}

bool PageWindow::try_again() {
  {
    const std::lock_guard lock(mutex_);
    if (!pause(current_, Clock::now())) return false;
    slots_.push_front(std::exchange(current_, {}));
    --first_tag_;
  }
  transport_.wake();
  return true;
}

void PageWindow::run() noexcept {
  try {
    std::vector<Transport::Done> done;
    while (true) {
      Milliseconds timeout{0};
      {
        const std::lock_guard lock(mutex_);
        if (stop_ || cancel_.cancelled()) return;
        const auto now = Clock::now();
        start_due(now);
        timeout = time_to_next_start(now);
      }
      transport_.wait(timeout, done);
      if (done.empty()) continue;
      const std::lock_guard lock(mutex_);
      for (Transport::Done& one : done) settle(one, Clock::now());
      done.clear();
      delivered_.notify_all();
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    crash_ = std::current_exception();
    delivered_.notify_all();
  }
}

void PageWindow::start_due(Clock::time_point now) {
  const std::size_t window = size_.size();
  // Twice the window, so that the network has work while the answers of one window are worked on.
  const std::size_t reach = std::min(slots_.size(), 2 * window);
  for (std::size_t i = 0; i < reach && transport_.in_flight() < window; ++i) {
    Slot& slot = slots_[i];
    // What comes behind a failure is most likely not needed.
    if (slot.state == Slot::State::ready && failed(slot.answer.response)) return;
    const bool due =
        slot.state == Slot::State::planned || (slot.state == Slot::State::pausing && slot.due <= now);
    if (!due) continue;
    if (i != 0 && !has_room()) return;
    start(first_tag_ + i, slot, now);
  }
}

bool PageWindow::has_room() const {
  return ready_bytes_ + transport_.memory_in_flight(largest_body_) + largest_body_ <= options_.memory_bytes;
}

void PageWindow::start(std::uint64_t tag, Slot& slot, Clock::time_point now) {
  Body body;
  if (!spare_.empty()) {
    body = std::move(spare_.back());
    spare_.pop_back();
  }
  if (slot.answer.attempts++ == 0) slot.first_try = now;
  slot.state = Slot::State::in_flight;
  transport_.submit(tag, slot.request, std::move(body));
}

Milliseconds PageWindow::time_to_next_start(Clock::time_point now) const {
  Milliseconds wait = kLongestWait;
  for (const Slot& slot : slots_) {
    // One that is due and did not start waits for room, which an answer or a delivery makes.
    if (slot.state != Slot::State::pausing || slot.due <= now) continue;
    wait = std::min(wait, std::chrono::ceil<Milliseconds>(slot.due - now));
  }
  return wait;
}

void PageWindow::settle(Transport::Done& done, Clock::time_point now) {
  Slot& slot = slots_[done.tag - first_tag_];
  Response& response = slot.answer.response;
  response = std::move(done.response);
  if (pushes_back(response)) {
    size_.pushed_back();
  } else if (response.failure == Failure::none) {
    size_.answered(now);
  }
  if (worth_another_try(response) && pause(slot, now)) return;
  slot.state = Slot::State::ready;
  ready_bytes_ += response.body.capacity();
  largest_body_ = std::max<std::uint64_t>(largest_body_, response.body.capacity());
}

bool PageWindow::pause(Slot& slot, Clock::time_point now) {
  Answer& answer = slot.answer;
  const auto since = std::chrono::duration_cast<Milliseconds>(now - slot.first_try);
  const double chance = std::generate_canonical<double, 32>(random_);
  NextTry decided = next_try(options_.retry, answer.attempts, since,
                             parse_retry_after(answer.response.retry_after, std::time(nullptr)), chance);
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
