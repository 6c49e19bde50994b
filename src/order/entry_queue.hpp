#pragma once
/// Entries from the thread that reads to the thread that matches, in order, in bounded memory.

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>

#include "base/cancel.hpp"
#include "order/entry.hpp"
#include "order/run.hpp"

namespace counterpart {

/// A bounded queue of runs, one producer, one consumer. The producer waits while it is full.
class EntryQueue {
 public:
  EntryQueue(std::size_t capacity, CancelToken& cancel);

  /// Waits for room. Throws if the token is cancelled meanwhile.
  void push(std::unique_ptr<MemoryRun> run);
  /// No more entries; with `error`, the consumer gets it thrown after what was pushed.
  void close(std::exception_ptr error = nullptr);

  /// Waits for a run; null at the end. Throws what the producer closed with, or if the token is cancelled.
  std::unique_ptr<MemoryRun> pop();

 private:
  const std::size_t capacity_;
  CancelToken& cancel_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<MemoryRun>> runs_;
  bool closed_ = false;
  std::exception_ptr error_;
  CancelToken::Wake wake_;
};

/// The entries of the queue as they came. `queue` has to outlive the stream.
std::unique_ptr<EntryStream> read_queue(EntryQueue& queue);

}  // namespace counterpart
