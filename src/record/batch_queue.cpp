#include "record/batch_queue.hpp"

#include <utility>

namespace counterpart {

bool BatchQueue::push(RecordBatch& batch) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return full_.size() < room_ || given_up_; });
  if (given_up_) return false;
  full_.push_back(std::move(batch));
  batch = RecordBatch();
  if (!empty_.empty()) {
    batch = std::move(empty_.back());
    empty_.pop_back();
  }
  lock.unlock();
  changed_.notify_all();
  return true;
}

void BatchQueue::close(std::exception_ptr error) {
  const std::lock_guard lock(mutex_);
  if (error && !error_ && !given_up_) error_ = std::move(error);
  --writers_;
  changed_.notify_all();
}

bool BatchQueue::pop(RecordBatch& batch) {
  batch.clear();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !full_.empty() || error_ || writers_ == 0 || given_up_; });
  if (full_.empty()) {
    if (error_) std::rethrow_exception(error_);
    return false;
  }
  std::swap(batch, full_.front());
  empty_.push_back(std::move(full_.front()));
  full_.pop_front();
  lock.unlock();
  changed_.notify_all();
  return true;
}

void BatchQueue::give_up() noexcept {
  const std::lock_guard lock(mutex_);
  given_up_ = true;
  changed_.notify_all();
}

bool BatchQueue::ended() const {
  const std::lock_guard lock(mutex_);
  return writers_ == 0;
}

}  // namespace counterpart
