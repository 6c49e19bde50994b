#pragma once
/// One thread that does one job at a time, so that a wait for a server and work on what comes next do not add
/// up.

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace counterpart {

/// Driven from one thread. A job that still runs when the worker goes is waited for, and its error is lost.
class Worker {
 public:
  Worker() = default;
  ~Worker();

  /// Begins the job, once the one before it is done; throws what that one threw.
  void start(std::function<void()> job);
  /// Waits until nothing is left to do; throws what the last job threw, once.
  void wait();

 private:
  void work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> job_;  ///< empty: idle
  std::exception_ptr error_;
  bool closing_ = false;
  std::thread thread_;  ///< made by the first job
};

}  // namespace counterpart
