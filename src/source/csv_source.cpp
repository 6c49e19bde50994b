#include "source/csv_source.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "record/builder.hpp"
#include "source/columns.hpp"
#include "source/csv_parser.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kBatchRecords = 1024;
constexpr std::size_t kBatchBytes = 1 << 18;

class CsvSource final : public RecordStream {
 public:
  CsvSource(const FileSpec& spec, const SourceContext& context, std::size_t block_bytes);

  bool next(RecordBatch& batch) override;
  std::vector<std::string> field_names() const override { return columns_; }
  SourceReport report() const override;

 private:
  void read_header(const FileSpec& spec);
  void find_wanted();
  void take_record(RecordBatch& batch);

  SourceContext context_;
  std::string place_;
  CsvParser parser_;
  RecordBuilder builder_;
  std::vector<std::string> columns_;
  std::vector<std::size_t> wanted_;  ///< by field of the record: its column
};

CsvSource::CsvSource(const FileSpec& spec, const SourceContext& context, std::size_t block_bytes)
    : context_(context),
      place_(spec.path.string()),
      parser_(ByteWindow(open_bytes(spec.path, &context.cancel), place_, block_bytes,
                         longest_record(context.memory_bytes)),
              spec.delimiter),
      builder_(context.read),
      columns_(spec.columns) {
  if (spec.header) read_header(spec);
  if (columns_.empty()) {
    throw Error(ErrorKind::source, place_ + ": has no header and its columns are not named")
        .hint("set columns = [...]");
  }
  find_wanted();
}

void CsvSource::read_header(const FileSpec& spec) {
  if (!parser_.next()) {
    throw Error(ErrorKind::source, place_ + ": is empty, not even a header")
        .hint("set header = false if it has none");
  }
  if (!parser_.problem().empty()) {
    throw Error(ErrorKind::source,
                fmt::format("{}: the header cannot be read: {}", place_, parser_.problem()));
  }
  auto& names = parser_.fields();
  if (!spec.columns.empty()) {
    if (spec.columns.size() == names.size()) return;
    throw Error(ErrorKind::source, fmt::format("{}: the header has {} columns, the job names {}", place_,
                                               names.size(), spec.columns.size()));
  }
  for (CsvField& name : names) columns_.emplace_back(name.text());
}

void CsvSource::find_wanted() {
  for (const Field& field : context_.read.fields) {
    const auto column = std::find(columns_.begin(), columns_.end(), field.name);
    if (column == columns_.end()) {
      throw UnknownField(
          Error(ErrorKind::source, fmt::format("{}: has no column '{}'{}", place_, printable(field.name),
                                               printable(did_you_mean(field.name, columns_))))
              .hint("its columns are " + printable(fmt::format("{}", fmt::join(columns_, ", ")))));
    }
    if (std::find(column + 1, columns_.end(), field.name) != columns_.end()) {
      throw Error(ErrorKind::source,
                  fmt::format("{}: the column '{}' stands twice", place_, printable(field.name)))
          .hint("name the columns in the job file: columns = [...]");
    }
    wanted_.push_back(static_cast<std::size_t>(column - columns_.begin()));
  }
}

bool CsvSource::next(RecordBatch& batch) {
  batch.clear();
  context_.cancel.check();
  while (batch.size() + batch.rejects().size() < kBatchRecords && batch.bytes() < kBatchBytes &&
         parser_.next()) {
    take_record(batch);
  }
  context_.progress.records.fetch_add(batch.size() + batch.rejects().size(), std::memory_order_relaxed);
  context_.progress.bytes.store(parser_.bytes(), std::memory_order_relaxed);
  return !batch.empty();
}

void CsvSource::take_record(RecordBatch& batch) {
  auto& fields = parser_.fields();
  const Origin origin{Origin::Kind::line, parser_.line()};
  if (!parser_.problem().empty()) {
    batch.add_reject({origin, std::string(parser_.problem())});
    return;
  }
  if (fields.size() != columns_.size()) {
    if (fields.size() == 1 && fields.front().is_null()) return;
    batch.add_reject(
        {origin, fmt::format("has {} fields where {} are expected", fields.size(), columns_.size())});
    return;
  }
  builder_.begin();
  for (std::size_t field = 0; field < wanted_.size(); ++field) {
    CsvField& found = fields[wanted_[field]];
    builder_.set(field, found.is_null() ? Value::null() : Value::string(found.text()));
  }
  builder_.end(origin, batch);
}

SourceReport CsvSource::report() const {
  SourceReport report;
  report.bytes = parser_.bytes();
  report.end_reason = "end of file";
  return report;
}

}  // namespace

std::unique_ptr<RecordStream> open_csv_source(const FileSpec& spec, const SourceContext& context,
                                              std::size_t block_bytes) {
  return std::make_unique<CsvSource>(spec, context, block_bytes);
}

}  // namespace counterpart
