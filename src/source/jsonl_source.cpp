#include "source/jsonl_source.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "record/builder.hpp"
#include "source/byte_window.hpp"
#include "source/json/json_record.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kBatchRecords = 1024;
constexpr std::size_t kBatchBytes = 1 << 18;
static_assert(ByteWindow::kPadding >= simdjson::SIMDJSON_PADDING);

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

class JsonlSource final : public RecordStream {
 public:
  JsonlSource(const FileSpec& spec, const SourceContext& context, std::size_t block_bytes)
      : context_(context),
        window_(open_bytes(spec.path, &context.cancel), spec.path.string(), block_bytes,
                longest_record(context.memory_bytes)),
        reader_(context.read),
        builder_(context.read) {
    window_.skip_mark();
  }

  bool next(RecordBatch& batch) override {
    batch.clear();
    context_.cancel.check();
    while (batch.size() + batch.rejects().size() < kBatchRecords && batch.bytes() < kBatchBytes &&
           next_line()) {
      if (!is_blank(line_)) take_line(batch);
    }
    context_.progress.records.fetch_add(batch.size() + batch.rejects().size(), std::memory_order_relaxed);
    context_.progress.bytes.store(window_.bytes(), std::memory_order_relaxed);
    return !batch.empty();
  }

  std::vector<std::string> field_names() const override { return reader_.names_seen(); }
  std::vector<std::string> missing_fields() const override {
    return counterpart::missing_fields(builder_, context_.read, reader_.names_seen());
  }

  SourceReport report() const override {
    SourceReport report;
    report.bytes = window_.bytes();
    report.end_reason = "end of file";
    return report;
  }

 private:
  bool next_line();
  void take_line(RecordBatch& batch);

  SourceContext context_;
  ByteWindow window_;
  JsonParser parser_;
  JsonRecordReader reader_;
  RecordBuilder builder_;
  std::string_view line_;  ///< in the window, without its line end
  std::uint64_t number_ = 0;
  bool ended_ = false;
};

bool JsonlSource::next_line() {
  ++number_;
  for (std::size_t searched = 0;;) {
    char* const begin = window_.begin();
    const auto size = static_cast<std::size_t>(window_.end() - begin);
    const void* found = std::memchr(begin + searched, '\n', size - searched);
    if (found != nullptr || (ended_ && size > 0)) {
      const char* end = found != nullptr ? static_cast<const char*>(found) : begin + size;
      line_ = {begin, static_cast<std::size_t>(end - begin)};
      window_.consume(found != nullptr ? end + 1 : end);
      return true;
    }
    if (ended_) return false;
    searched = size;
    ended_ = !window_.grow(number_);
  }
}

void JsonlSource::take_line(RecordBatch& batch) {
  const Origin origin{Origin::Kind::line, number_};
  simdjson::dom::element element;
  if (const auto error = parser_.parse(line_.data(), line_.size()).get(element); error != simdjson::SUCCESS) {
    batch.add_reject({origin, json_problem(error)});
    return;
  }
  simdjson::dom::object object;
  if (element.get(object) != simdjson::SUCCESS) {
    batch.add_reject({origin, "is not a JSON object"});
    return;
  }
  builder_.begin();
  reader_.read(object, builder_);
  builder_.end(origin, batch);
}

}  // namespace

std::unique_ptr<RecordStream> open_jsonl_source(const FileSpec& spec, const SourceContext& context,
                                                std::size_t block_bytes) {
  return std::make_unique<JsonlSource>(spec, context, block_bytes);
}

}  // namespace counterpart
