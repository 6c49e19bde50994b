#pragma once
/// Batches on their way from threads that read to the one that takes them.

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>

#include "record/batch.hpp"

namespace counterpart {

class BatchQueue {
 public:
  /// At most `room` batches wait; `writers` threads push.
  explicit BatchQueue(std::size_t room, std::size_t writers = 1) : room_(room), writers_(writers) {}

  /// Waits for room, and gives the memory of an older batch in exchange. False if nobody wants more.
  bool push(RecordBatch& batch);
  /// A writer is done, or failed. The first failure is kept; one after `give_up` came by that.
  void close(std::exception_ptr error = nullptr);
  /// Waits for the next batch, and takes the memory of `batch` in exchange. False at the end of all writers
  /// or when given up; throws their failure behind what came before it.
  bool pop(RecordBatch& batch);
  /// Nobody wants more: wakes all that wait.
  void give_up() noexcept;
  /// True once all writers are done.
  bool ended() const;

 private:
  const std::size_t room_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<RecordBatch> full_;
  std::deque<RecordBatch> empty_;  ///< for their memory
  std::exception_ptr error_;
  std::size_t writers_;  ///< that are not done
  bool given_up_ = false;
};

}  // namespace counterpart
