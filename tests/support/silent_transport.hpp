#pragma once
/// A way to an API that never answers, for tests of what is asked for.

#include "http/page_window.hpp"

namespace counterpart::test {

class SilentTransport final : public http::Transport {
 public:
  void submit(std::uint64_t, const http::Request&, std::shared_ptr<const http::Credentials>) override {
    ++in_flight_;
  }
  void abandon(std::uint64_t) override {}
  std::size_t in_flight() const noexcept override { return in_flight_; }
  std::uint64_t memory_in_flight(std::uint64_t) const noexcept override { return 0; }
  void wait(http::Milliseconds timeout, std::vector<Done>&) override {
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, timeout, [this] { return wake_; });
    wake_ = false;
  }
  void wake() noexcept override {
    {
      const std::lock_guard lock(mutex_);
      wake_ = true;
    }
    woken_.notify_all();
  }

 private:
  std::size_t in_flight_ = 0;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool wake_ = false;
};

inline http::Access silent_access() {
  http::Access access;
  access.transport = std::make_unique<SilentTransport>();
  return access;
}

}  // namespace counterpart::test
