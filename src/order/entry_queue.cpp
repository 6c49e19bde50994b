#include "order/entry_queue.hpp"

#include <utility>

#include "base/digest.hpp"
#include "base/file.hpp"

namespace counterpart {
namespace {

constexpr std::uint64_t kFileBytes = 64 << 20;  ///< then the next one begins, so that space comes free again

Error damaged() {
  return Error(ErrorKind::output,
               "temporary file: entries that waited read back other than they were written")
      .hint("the disk under TMPDIR is not to be trusted; nothing was published");
}

class QueueStream final : public EntryStream {
 public:
  explicit QueueStream(EntryQueue& queue) : queue_(queue) {}

  const Entry* next() override {
    while (rest_.empty()) {
      run_ = queue_.pop();
      if (!run_) return nullptr;
      rest_ = run_->entries();
    }
    take_entry(rest_, entry_);
    return &entry_;
  }

 private:
  EntryQueue& queue_;
  std::unique_ptr<MemoryRun> run_;
  std::string_view rest_;
  Entry entry_;
};

}  // namespace

EntryQueue::EntryQueue(QueueLimits limits, CancelToken& cancel)
    : limits_(std::move(limits)), cancel_(cancel), wake_(cancel, [this] {
        // The lock makes sure that a waiter has either seen the cancellation or is asleep and gets the call.
        { const std::lock_guard lock(mutex_); }
        changed_.notify_all();
      }) {}

EntryQueue::~EntryQueue() = default;

void EntryQueue::push(std::unique_ptr<MemoryRun> run) {
  std::unique_lock lock(mutex_);
  if (await_room(lock)) return enqueue({std::move(run), nullptr, 0, 0, 0});
  behind_ = true;
  lock.unlock();
  // The consumer goes on meanwhile.
  Waiting waiting = spilled(*run);
  lock.lock();
  enqueue(std::move(waiting));
}

bool EntryQueue::await_room(std::unique_lock<std::mutex>& lock) {
  const auto room = [this] { return has_room() || cancel_.cancelled(); };
  if (!limits_.patience) {
    changed_.wait(lock, room);
  } else if (!behind_) {
    changed_.wait_for(lock, *limits_.patience, room);
  }
  if (cancel_.cancelled()) {
    lock.unlock();
    cancel_.check();
  }
  return has_room();
}

void EntryQueue::enqueue(Waiting waiting) {
  if (waiting.run) ++in_memory_;
  waiting_.push_back(std::move(waiting));
  changed_.notify_all();
}

EntryQueue::Waiting EntryQueue::spilled(const MemoryRun& run) {
  const std::string_view entries = run.entries();
  if (!file_ || file_->size() > kFileBytes) file_ = std::make_shared<TemporaryFile>(limits_.folder);
  spilled_bytes_ += entries.size();
  return {nullptr, file_, file_->append(entries), entries.size(), digest64(entries)};
}

std::unique_ptr<MemoryRun> EntryQueue::read_back(const Waiting& waiting) {
  Bytes entries;
  char* const front = entries.room(waiting.bytes);
  waiting.file->read(waiting.offset, front, waiting.bytes);
  entries.close(front + waiting.bytes);
  if (digest64(entries) != waiting.checksum) throw damaged();
  return std::make_unique<MemoryRun>(std::move(entries));
}

void EntryQueue::close(std::exception_ptr error) {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  error_ = std::move(error);
  changed_.notify_all();
}

std::unique_ptr<MemoryRun> EntryQueue::pop() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !waiting_.empty() || closed_ || cancel_.cancelled(); });
  if (!waiting_.empty()) {
    Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    if (next.run) --in_memory_;
    if (in_memory_ == waiting_.size()) behind_ = false;
    changed_.notify_all();
    lock.unlock();
    return next.run ? std::move(next.run) : read_back(next);
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
