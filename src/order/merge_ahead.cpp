#include "order/merge_ahead.hpp"

#include <thread>
#include <utility>

#include "order/entry_queue.hpp"
#include "order/run.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kRunBytes = 64 << 10;
constexpr std::size_t kRuns = 4;

class MergeAhead final : public EntryStream {
 public:
  MergeAhead(std::unique_ptr<EntryStream> stream, CancelToken& cancel)
      : stream_(std::move(stream)),
        queue_({.runs = kRuns, .patience = std::nullopt, .folder = {}}, stop_),
        taken_(read_queue(queue_)),
        forward_(cancel, [this, &cancel] { stop_.cancel(cancel.kind()); }),
        thread_([this] { merge(); }) {}

  /// The thread can be waiting for room.
  ~MergeAhead() override { stop_.cancel(ErrorKind::interrupted); }

  const Entry* next() override { return taken_->next(); }

 private:
  void merge() {
    try {
      auto run = std::make_unique<MemoryRun>();
      while (const Entry* entry = stream_->next()) {
        run->add(*entry);
        if (run->arena_bytes() < kRunBytes) continue;
        queue_.push(std::move(run));
        run = std::make_unique<MemoryRun>();
        run->reserve(kRunBytes + kRunBytes / 4);
      }
      queue_.push(std::move(run));
      stream_.reset();  // and what it held in memory
      queue_.close();
    } catch (...) {
      queue_.close(std::current_exception());
    }
  }

  std::unique_ptr<EntryStream> stream_;
  CancelToken stop_;
  EntryQueue queue_;
  std::unique_ptr<EntryStream> taken_;
  CancelToken::Wake forward_;
  std::jthread thread_;  ///< goes first
};

}  // namespace

std::unique_ptr<EntryStream> merge_ahead(std::unique_ptr<EntryStream> stream, CancelToken& cancel) {
  return std::make_unique<MergeAhead>(std::move(stream), cancel);
}

}  // namespace counterpart
