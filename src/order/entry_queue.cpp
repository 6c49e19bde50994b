#include "order/entry_queue.hpp"

#include <utility>

namespace counterpart {
namespace {

class QueueStream final : public EntryStream {
 public:
  explicit QueueStream(EntryQueue& queue) : queue_(queue) {}

  bool next(Entry& entry) override {
    while (!run_ || rank_ == run_->size()) {
      run_ = queue_.pop();
      rank_ = 0;
      if (!run_) return false;
    }
    entry = run_->entry(rank_++);
    return true;
  }

 private:
  EntryQueue& queue_;
  std::unique_ptr<MemoryRun> run_;
  std::size_t rank_ = 0;
};

}  // namespace

EntryQueue::EntryQueue(std::size_t capacity, CancelToken& cancel)
    : capacity_(capacity), cancel_(cancel), wake_(cancel, [this] {
        // The lock makes sure that a waiter has either seen the cancellation or is asleep and gets the call.
        { const std::lock_guard lock(mutex_); }
        changed_.notify_all();
      }) {}

void EntryQueue::push(std::unique_ptr<MemoryRun> run) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return runs_.size() < capacity_ || cancel_.cancelled(); });
  if (cancel_.cancelled()) {
    lock.unlock();
    cancel_.check();
  }
  runs_.push_back(std::move(run));
  changed_.notify_all();
}

void EntryQueue::close(std::exception_ptr error) {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  error_ = std::move(error);
  changed_.notify_all();
}

std::unique_ptr<MemoryRun> EntryQueue::pop() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !runs_.empty() || closed_ || cancel_.cancelled(); });
  if (!runs_.empty()) {
    auto run = std::move(runs_.front());
    runs_.pop_front();
    changed_.notify_all();
    return run;
  }
  if (error_) std::rethrow_exception(error_);
  if (closed_) return nullptr;
  lock.unlock();
  cancel_.check();
  return nullptr;
}

std::unique_ptr<EntryStream> read_queue(EntryQueue& queue) {
  return std::make_unique<QueueStream>(queue);
}

}  // namespace counterpart
