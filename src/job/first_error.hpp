#pragma once
/// Several threads, one failure.

#include <exception>
#include <mutex>

#include "base/cancel.hpp"

namespace counterpart {

/// Keeps the error that came first and stops everything else.
class FirstError {
 public:
  explicit FirstError(CancelToken& cancel) : cancel_(cancel) {}

  /// To be called while handling the error. What a cancelled part complains of is not the cause; the
  /// cancellation is.
  void capture() {
    {
      const std::lock_guard lock(mutex_);
      if (!error_) error_ = cancel_.cancelled() ? cancellation() : std::current_exception();
    }
    cancel_.cancel(ErrorKind::interrupted);
  }
  void rethrow() {
    const std::lock_guard lock(mutex_);
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::exception_ptr cancellation() const {
    try {
      cancel_.check();
    } catch (...) {
      return std::current_exception();
    }
    return std::current_exception();
  }

  CancelToken& cancel_;
  std::mutex mutex_;
  std::exception_ptr error_;
};

}  // namespace counterpart
