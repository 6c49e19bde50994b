#pragma once
/// Entries from the thread that reads to the thread that matches, in order, in bounded memory. What reads a
/// server does not wait for the match: a server that cannot get rid of its rows holds its snapshot, and gives
/// up at last.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/cancel.hpp"
#include "order/entry.hpp"
#include "order/run.hpp"

namespace counterpart {

class TemporaryFile;

/// What the producer does with a consumer that is slow.
struct QueueLimits {
  std::size_t runs = 8;  ///< that wait in memory
  /// How long the producer waits for room, before it goes on with what waits in temporary files: whoever it
  /// reads from is never held up for longer. Nothing: for as long as it takes.
  std::optional<std::chrono::milliseconds> patience;
  std::filesystem::path folder;  ///< of those files
};

/// A bounded queue of runs, one producer, one consumer. Runs come out in the order they went in, wherever
/// they waited.
class EntryQueue {
 public:
  EntryQueue(QueueLimits limits, CancelToken& cancel);
  ~EntryQueue();

  /// Waits for room, or takes it from the disk. Throws if the token is cancelled meanwhile.
  void push(std::unique_ptr<MemoryRun> run);
  /// No more entries; with `error`, the consumer gets it thrown after what was pushed.
  void close(std::exception_ptr error = nullptr);
  /// Bytes that went to temporary files. Of the producer.
  std::uint64_t spilled_bytes() const noexcept { return spilled_bytes_; }

  /// Waits for a run; null at the end. Throws what the producer closed with, or if the token is cancelled.
  std::unique_ptr<MemoryRun> pop();

 private:
  /// A run that waits, in memory or in a file.
  struct Waiting {
    std::unique_ptr<MemoryRun> run;
    std::shared_ptr<TemporaryFile> file;  ///< goes when the last run in it is taken
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::uint64_t checksum = 0;
  };

  bool has_room() const { return in_memory_ < limits_.runs; }
  /// False if there was none in time.
  bool await_room(std::unique_lock<std::mutex>& lock);
  void enqueue(Waiting waiting);
  Waiting spilled(const MemoryRun& run);
  static std::unique_ptr<MemoryRun> read_back(const Waiting& waiting);

  const QueueLimits limits_;
  CancelToken& cancel_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;
  std::size_t in_memory_ = 0;
  bool behind_ = false;  ///< the consumer has not caught up since the producer lost patience
  bool closed_ = false;
  std::exception_ptr error_;
  std::shared_ptr<TemporaryFile> file_;  ///< that is written; of the producer
  std::uint64_t spilled_bytes_ = 0;
  CancelToken::Wake wake_;
};

/// The entries of the queue as they came. `queue` has to outlive the stream.
std::unique_ptr<EntryStream> read_queue(EntryQueue& queue);

}  // namespace counterpart
