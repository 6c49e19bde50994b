// What the thread of a window does: starts requests, waits for their answers, settles them.
#include "http/page_window.hpp"

#include <algorithm>
#include <utility>

namespace counterpart::http {
namespace {

/// The pump looks up at least so often when nothing happens.
constexpr Milliseconds kLongestWait{60'000};

bool failed(const Response& response) {
  return response.failure != Failure::none || response.status >= 400;
}

Milliseconds until(std::chrono::steady_clock::time_point due, std::chrono::steady_clock::time_point now) {
  return due <= now
             ? Milliseconds(0)
             : std::min(kLongestWait, std::chrono::ceil<Milliseconds>(
                                          std::min<std::chrono::nanoseconds>(due - now, kLongestWait)));
}

}  // namespace

void PageWindow::run() noexcept {
  try {
    std::vector<Transport::Done> done;
    while (true) {
      Milliseconds timeout{0};
      {
        const std::lock_guard lock(mutex_);
        if (stop_ || cancel_.cancelled()) return;
        const auto now = Clock::now();
        drop_forgotten();
        make_room();
        start_due(now);
        hungry_ = access_.transport->in_flight() < size_.size();
        timeout = time_to_next_start(now);
      }
      access_.transport->wait(timeout, done);
      if (done.empty()) continue;
      const std::lock_guard lock(mutex_);
      for (Transport::Done& one : done) settle(one, Clock::now());
      done.clear();
      if (!slots_.empty() && slots_.front().state == Slot::State::ready) delivered_.notify_all();
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    crash_ = std::current_exception();
    delivered_.notify_all();
  }
}

/// Tells the transport what answers may be received now, and gives it the memory of those that are read.
void PageWindow::make_room() {
  for (Body& body : spare_) access_.transport->reuse(std::move(body));
  spare_.clear();
  const std::uint64_t all = memory();
  access_.transport->allow(
      {.bytes = all - std::min(all, ready_bytes_), .usual = largest_body_, .first = first_tag_});
  cramped_ = access_.transport->held() != 0;
}

void PageWindow::drop_forgotten() {
  const std::size_t before = access_.transport->in_flight();
  access_.transport->abandon(first_tag_);
  gate_.leave(before - access_.transport->in_flight());
}

void PageWindow::start_due(Clock::time_point now) {
  if (!start_token(now)) return;
  const std::size_t window = size_.size();
  const std::size_t within = std::min(slots_.size(), reach());
  for (std::size_t i = 0; i < within && access_.transport->in_flight() < window; ++i) {
    Slot& slot = slots_[i];
    // What comes behind a failure is most likely not needed.
    if (slot.state == Slot::State::ready && failed(slot.answer.response)) return;
    const bool due =
        slot.state == Slot::State::planned || (slot.state == Slot::State::pausing && slot.due <= now);
    if (!due) continue;
    if (i != 0 && !has_room()) {
      cramped_ = true;
      return;
    }
    if (access_.transport->needs_network(slot.request) && !gate_.enter(now)) return;
    start(first_tag_ + i, slot, now);
  }
}

/// Asks for a token where one is wanted. False if pages have to wait for it.
bool PageWindow::start_token(Clock::time_point now) {
  if (access_.credentials.due(now) && (!token_counts() || gate_.enter(now)))
    access_.transport->submit(kTokenTag, *access_.credentials.ask(now), nullptr);
  return access_.credentials.current() != nullptr;
}

/// A token that is asked for where the pages are counts against the same limits.
bool PageWindow::token_counts() const {
  return access_.credentials.origin() == access_.home;
}

std::uint64_t PageWindow::memory() const {
  return access_.transport->holds_back() ? options_.memory_bytes
                                         : std::max(options_.memory_bytes, options_.memory_of_others);
}

bool PageWindow::has_room() const {
  if (wide_ && access_.transport->holds_back()) return true;
  return ready_bytes_ + access_.transport->memory_in_flight(largest_body_) + largest_body_ <= memory();
}

void PageWindow::start(std::uint64_t tag, Slot& slot, Clock::time_point now) {
  if (slot.answer.attempts++ == 0) slot.first_try = now;
  slot.state = Slot::State::in_flight;
  slot.started = now;
  slot.generation = access_.credentials.generation();
  const bool home = slot.request.url.origin() == access_.home;
  access_.transport->submit(tag, slot.request, home ? access_.credentials.current() : nullptr);
}

Milliseconds PageWindow::time_to_next_start(Clock::time_point now) const {
  Milliseconds wait = kLongestWait;
  if (const auto opens = gate_.opens(); opens && *opens > now) wait = std::min(wait, until(*opens, now));
  if (const auto due = access_.credentials.next_ask()) wait = std::min(wait, until(*due, now));
  for (const Slot& slot : slots_) {
    // One that is due and did not start waits for room, which an answer or a delivery makes.
    if (slot.state != Slot::State::pausing || slot.due <= now) continue;
    wait = std::min(wait, until(slot.due, now));
  }
  return wait;
}

/// It is asked for again once there is room, and a window without a byte counts in full until then: a server
/// gives up answers that nobody takes.
void PageWindow::put_back(std::uint64_t tag) {
  gate_.leave(1);
  wide_ = false;
  if (tag < first_tag_) return;
  Slot& slot = slots_[tag - first_tag_];
  slot.state = Slot::State::planned;
  --slot.answer.attempts;
}

void PageWindow::settle(Transport::Done& done, Clock::time_point now) {
  if (done.put_back) return put_back(done.tag);
  if (!done.response.archived && (done.tag != kTokenTag || token_counts())) {
    gate_.hear(done.response, now, options_.retry.deadline);
    gate_.leave(1);
  }
  if (done.tag == kTokenTag) return access_.credentials.answered(done.response, now, chance());
  if (done.tag < first_tag_) return keep(std::move(done.response.body));
  settle_page(slots_[done.tag - first_tag_], std::move(done.response), now);
}

void PageWindow::settle_page(Slot& slot, Response response, Clock::time_point now) {
  if (response.archived) {
    // Says nothing about how much the server can take.
  } else if (pushes_back(response)) {
    size_.pushed_back();
  } else if (response.failure == Failure::none) {
    size_.answered(now, now - slot.started);
  }
  const bool unauthorised = response.failure == Failure::none && response.status == 401;
  slot.answer.response = std::move(response);
  if (unauthorised && !slot.renewed && access_.credentials.refused(slot.generation)) {
    slot.renewed = true;
    --slot.answer.attempts;
    keep(std::move(slot.answer.response.body));
    slot.state = Slot::State::planned;
    return;
  }
  slot.renewed = unauthorised;
  if (worth_another_try(slot.answer.response) && pause(slot, now)) return;
  slot.state = Slot::State::ready;
  ready_bytes_ += slot.answer.response.body.capacity();
  largest_body_ = std::max<std::uint64_t>(largest_body_, slot.answer.response.body.capacity());
}

}  // namespace counterpart::http
