#include "record/read_ahead.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace counterpart {
namespace {

constexpr std::size_t kAhead = 3;  ///< batches that wait for the caller

class ReadAhead final : public RecordStream {
 public:
  ReadAhead(std::unique_ptr<RecordStream> stream, CancelToken& cancel)
      : stream_(std::move(stream)), cancel_(cancel) {}

  ~ReadAhead() override {
    if (!thread_.joinable()) return;
    {
      const std::lock_guard lock(mutex_);
      given_up_ = !ended_;
    }
    changed_.notify_all();
    // The stream can be waiting for its source.
    if (given_up_) cancel_.cancel(ErrorKind::interrupted);
  }

  bool next(RecordBatch& batch) override {
    batch.clear();
    std::unique_lock lock(mutex_);
    if (!thread_.joinable()) thread_ = std::jthread([this] { read(); });
    changed_.wait(lock, [this] { return !full_.empty() || ended_; });
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

  bool unique_ids() const override { return stream_->unique_ids(); }
  std::vector<std::string> field_names() const override { return stream_->field_names(); }
  std::vector<std::string> missing_fields() const override { return stream_->missing_fields(); }
  SourceReport report() const override { return stream_->report(); }

 private:
  void read() {
    std::exception_ptr error;
    try {
      RecordBatch batch;
      while (stream_->next(batch) && hand_over(batch)) {
      }
    } catch (...) {
      error = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    error_ = error;
    ended_ = true;
    changed_.notify_all();
  }

  /// Waits for room, and gives the memory of an older batch in exchange. False if nobody wants more.
  bool hand_over(RecordBatch& batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return full_.size() < kAhead || given_up_; });
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

  std::unique_ptr<RecordStream> stream_;
  CancelToken& cancel_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<RecordBatch> full_;
  std::deque<RecordBatch> empty_;  ///< for their memory
  std::exception_ptr error_;
  bool ended_ = false;
  bool given_up_ = false;
  std::jthread thread_;  ///< goes first
};

}  // namespace

std::unique_ptr<RecordStream> read_ahead(std::unique_ptr<RecordStream> stream, CancelToken& cancel) {
  return std::make_unique<ReadAhead>(std::move(stream), cancel);
}

}  // namespace counterpart
