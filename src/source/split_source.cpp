#include "source/split_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <thread>
#include <utility>

#include "record/batch_queue.hpp"
#include "source/columns.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kAhead = 2;  ///< batches of each part that wait

class SplitSource final : public RecordStream {
 public:
  using Connect =
      std::function<std::unique_ptr<RowReader>(const SourceContext& part, const std::string& range)>;

  SplitSource(const SourceContext& context, Split split, const Connect& connect)
      : read_(context.read),
        split_(std::move(split)),
        progress_(context.progress),
        cancel_(context.cancel),
        queue_(kAhead * split_.ranges.size(), split_.ranges.size()),
        parts_(split_.ranges.size()),
        wake_(cancel_, [this] { stop(); }) {
    progress_.phase = Phase::connecting;
    unsigned number = 0;
    for (Part& part : parts_) {
      SourceContext its_context{read_, part.progress, stop_, context.memory_bytes};
      its_context.targets = context.targets;
      const std::string& range = split_.ranges[number++];
      try {
        part.stream = read_rows(
            its_context, [&] { return connect(its_context, range); }, number);
      } catch (...) {
        cancel_.check();  // that is then the cause
        throw;
      }
    }
    progress_.phase = Phase::reading;
  }

  ~SplitSource() override { stop(); }

  bool next(RecordBatch& batch) override {
    start();
    const bool more = queue_.pop(batch);
    cancel_.check();
    if (!more) {
      progress_.phase = Phase::done;
      return false;
    }
    note_progress();
    return true;
  }

  bool unique_ids() const override {
    // Where the parts see different states, a row can be in two of them, but only with two ids if the ranges
    // are those of the ids.
    const bool kept = split_.one_snapshot || split_.by == id_column();
    return kept && parts_.front().stream->unique_ids();
  }
  std::vector<std::string> field_names() const override { return parts_.front().stream->field_names(); }

  SourceReport report() const override {
    SourceReport report;
    for (const Part& part : parts_) report.bytes += part.stream->report().bytes;
    report.end_reason =
        parts_.size() == 1 ? "end of rows" : fmt::format("end of rows of {} ranges", parts_.size());
    report.warnings = split_.warnings;
    return report;
  }

 private:
  struct Part {
    SideProgress progress;
    std::unique_ptr<RecordStream> stream;
    std::jthread thread;  ///< goes first
  };

  std::string id_column() const {
    const auto names = field_names();
    return names[match_column(read_.fields[read_.id].name, names, "split")];
  }

  void start() {
    if (started_) return;
    started_ = true;
    for (Part& part : parts_) part.thread = std::jthread([this, &part] { read(*part.stream); });
  }

  /// Ends all parts, whether they wait for their server or for room.
  void stop() noexcept {
    queue_.give_up();
    stop_.cancel(ErrorKind::interrupted);
  }

  void read(RecordStream& stream) {
    try {
      RecordBatch batch;
      while (stream.next(batch) && queue_.push(batch)) {
      }
      queue_.close();
    } catch (...) {
      queue_.close(std::current_exception());
      stop();
    }
  }

  void note_progress() {
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    for (const Part& part : parts_) {
      records += part.progress.records.load(std::memory_order_relaxed);
      bytes += part.progress.bytes.load(std::memory_order_relaxed);
    }
    progress_.records.store(records, std::memory_order_relaxed);
    progress_.bytes.store(bytes, std::memory_order_relaxed);
  }

  const ReadSpec& read_;
  const Split split_;
  SideProgress& progress_;
  CancelToken& cancel_;
  CancelToken stop_;  ///< of the parts
  BatchQueue queue_;
  bool started_ = false;
  std::vector<Part> parts_;
  CancelToken::Wake wake_;  ///< goes first
};

}  // namespace

std::unique_ptr<RecordStream> read_split(
    const SourceContext& context, Split split,
    const std::function<std::unique_ptr<RowReader>(const SourceContext& part, const std::string& range)>&
        connect) {
  return std::make_unique<SplitSource>(context, std::move(split), connect);
}

}  // namespace counterpart
