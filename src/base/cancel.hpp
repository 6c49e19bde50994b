#pragma once
/// One token per run says that it has to stop, and wakes what is blocked in a foreign library.

#include <atomic>
#include <functional>
#include <map>
#include <mutex>

#include "counterpart/error.hpp"

namespace counterpart {

/// Thread-safe. Loops call `check()` once per batch; blocking calls register a `Wake`.
class CancelToken {
 public:
  /// Makes every later `check()` throw an Error of this kind, and calls the registered wakers once, on this
  /// thread. Only the first call counts.
  void cancel(ErrorKind kind);

  bool cancelled() const noexcept { return cancelled_.load(std::memory_order_acquire); }
  /// Of the cancellation, once cancelled.
  ErrorKind kind() const noexcept { return kind_.load(std::memory_order_relaxed); }
  /// Throws Error(kind of the cancellation) once cancelled.
  void check() const;

  /// While it lives, `wake` is called on cancellation: it must unblock a foreign call (shut a socket down,
  /// interrupt a query), be safe from another thread, and not throw. Called at once if the token is cancelled
  /// already.
  class Wake {
   public:
    Wake(CancelToken& token, std::function<void()> wake);
    ~Wake();
    Wake(const Wake&) = delete;
    Wake& operator=(const Wake&) = delete;

   private:
    CancelToken& token_;
    int id_;
  };

 private:
  std::atomic<bool> cancelled_{false};
  mutable std::mutex mutex_;
  std::atomic<ErrorKind> kind_{ErrorKind::interrupted};
  int next_id_ = 0;
  std::map<int, std::function<void()>> wakers_;
};

}  // namespace counterpart
