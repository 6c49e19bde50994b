#include "record/read_ahead.hpp"

#include <exception>
#include <thread>
#include <utility>

#include "record/batch_queue.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kAhead = 3;  ///< batches that wait for the caller

class ReadAhead final : public RecordStream {
 public:
  ReadAhead(std::unique_ptr<RecordStream> stream, CancelToken& cancel)
      : stream_(std::move(stream)), cancel_(cancel) {}

  ~ReadAhead() override {
    if (!thread_.joinable()) return;
    // The stream can be waiting for its source.
    if (!queue_.ended()) cancel_.cancel(ErrorKind::interrupted);
    queue_.give_up();
  }

  bool next(RecordBatch& batch) override {
    if (!thread_.joinable()) thread_ = std::jthread([this] { read(); });
    return queue_.pop(batch);
  }

  bool unique_ids() const override { return stream_->unique_ids(); }
  std::vector<std::string> field_names() const override { return stream_->field_names(); }
  std::vector<std::string> missing_fields() const override { return stream_->missing_fields(); }
  SourceReport report() const override { return stream_->report(); }

 private:
  void read() {
    try {
      RecordBatch batch;
      while (stream_->next(batch) && queue_.push(batch)) {
      }
      queue_.close();
    } catch (...) {
      queue_.close(std::current_exception());
    }
  }

  std::unique_ptr<RecordStream> stream_;
  CancelToken& cancel_;
  BatchQueue queue_{kAhead};
  std::jthread thread_;  ///< goes first
};

}  // namespace

std::unique_ptr<RecordStream> read_ahead(std::unique_ptr<RecordStream> stream, CancelToken& cancel) {
  return std::make_unique<ReadAhead>(std::move(stream), cancel);
}

}  // namespace counterpart
