#include "source/row_source.hpp"

#include <utility>

namespace counterpart {
namespace {

constexpr std::size_t kBatchRecords = 1000;
constexpr std::size_t kBatchBytes = 256 << 10;

class RowSource final : public RecordStream {
 public:
  RowSource(const SourceContext& context, const std::function<std::unique_ptr<RowReader>()>& connect,
            unsigned range)
      : progress_(context.progress),
        cancel_(context.cancel),
        origin_{range == 0 ? Origin::Kind::row : Origin::Kind::range, 0, range},
        builder_(context.read) {
    progress_.phase = Phase::connecting;
    rows_ = connect();
    names_ = rows_->names();
    unique_ids_ = rows_->unique_ids();
    order_evidence_ = rows_->order_evidence();
    ordered_fields_ = rows_->ordered_fields();
    progress_.phase = Phase::reading;
  }

  bool next(RecordBatch& batch) override {
    batch.clear();
    cancel_.check();
    if (!rows_) return false;
    const std::uint64_t rows_before = origin_.number;
    bool more = true;
    while (more && origin_.number - rows_before < kBatchRecords && batch.bytes() < kBatchBytes) {
      builder_.begin();
      more = rows_->next(builder_);
      if (!more) break;
      ++origin_.number;
      builder_.end(origin_, batch);
    }
    const std::uint64_t bytes = rows_->bytes();
    progress_.records.fetch_add(origin_.number - rows_before, std::memory_order_relaxed);
    progress_.bytes.fetch_add(bytes - report_.bytes, std::memory_order_relaxed);
    report_.bytes = bytes;
    if (!more) close();
    return !batch.empty();
  }

  bool unique_ids() const override { return unique_ids_; }
  std::vector<std::string> field_names() const override { return names_; }
  std::string order_evidence() const override { return order_evidence_; }
  std::size_t ordered_fields() const override { return ordered_fields_; }
  SourceReport report() const override { return report_; }

 private:
  /// Lets go of the database as early as can be: an output may be a table in it.
  void close() {
    rows_.reset();
    report_.end_reason = "end of rows";
    progress_.phase = Phase::done;
  }

  SideProgress& progress_;
  CancelToken& cancel_;
  Origin origin_;  ///< of the last row
  RecordBuilder builder_;
  std::unique_ptr<RowReader> rows_;
  std::vector<std::string> names_;
  bool unique_ids_ = false;
  std::string order_evidence_;
  std::size_t ordered_fields_ = 0;
  SourceReport report_;
};

}  // namespace

std::unique_ptr<RecordStream> read_rows(const SourceContext& context,
                                        const std::function<std::unique_ptr<RowReader>()>& connect,
                                        unsigned range) {
  return std::make_unique<RowSource>(context, connect, range);
}

}  // namespace counterpart
