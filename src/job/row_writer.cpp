#include "job/row_writer.hpp"

#include <utility>

namespace counterpart {
namespace {

constexpr std::size_t kBatchBytes = 64 << 10;

}  // namespace

RowWriter::RowWriter(const std::filesystem::path& path, std::vector<Column> columns)
    : sink_(open_row_file({path.extension() == ".jsonl" ? RowFileSpec::Kind::jsonl : RowFileSpec::Kind::csv,
                           path, std::move(columns), false})) {}

void RowWriter::add(std::initializer_list<Value> values) {
  for (const Value& value : values) append_value(batch_.arena(), value);
  batch_.end_record();
  if (batch_.bytes() >= kBatchBytes) flush();
}

void RowWriter::add_row(std::string_view record) {
  batch_.arena().append(record);
  batch_.end_record();
  if (batch_.bytes() >= kBatchBytes) flush();
}

void RowWriter::prepare() {
  flush();
  sink_->prepare();
}

std::string RowWriter::commit() {
  sink_->commit();
  return sink_->place();
}

void RowWriter::flush() {
  if (!batch_.empty()) sink_->push(batch_);
  batch_.clear();
}

}  // namespace counterpart
