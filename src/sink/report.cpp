#include "sink/report.hpp"

#include <fmt/format.h>

#include <utility>

#include "record/json_writer.hpp"
#include "record/record.hpp"

namespace counterpart {

Report::Report(ReportSpec spec) : spec_(std::move(spec)), file_(spec_.path) {}

void Report::push(const RecordBatch& batch) {
  for (std::size_t i = 0; i < batch.size() && rows_ + i < spec_.sample; ++i) add_to_sample(batch.record(i));
  rows_ += batch.size();
}

void Report::add_to_sample(std::string_view record) {
  sample_ += sample_.empty() ? "        {\n" : ",\n        {\n";
  for (std::size_t i = 0; i < spec_.columns.size(); ++i) {
    sample_ += "            ";
    append_json_string(sample_, spec_.columns[i].name);
    sample_ += ": ";
    append_json_value(sample_, take_value(record));
    sample_ += i + 1 < spec_.columns.size() ? ",\n" : "\n";
  }
  sample_ += "        }";
}

void Report::prepare() {
  const auto seconds = spec_.elapsed ? spec_.elapsed().count() : 0;
  file_.write(fmt::format("Elapsed Time: {} minutes, {} seconds\n\nTotal Matches: {}\n\nSample Matches:\n",
                          seconds / 60, seconds % 60, rows_));
  if (sample_.empty()) {
    file_.write("{\n    \"users\": []\n}\n");
  } else {
    file_.write("{\n    \"users\": [\n");
    file_.write(sample_);
    file_.write("\n    ]\n}\n");
  }
  file_.write("\nSQL DDL:\n");
  file_.write(spec_.ddl);
  file_.sync();
  prepared_ = true;
}

void Report::commit() {
  if (!prepared_) prepare();
  file_.commit();
}

std::unique_ptr<RecordSink> open_report(ReportSpec spec) {
  return std::make_unique<Report>(std::move(spec));
}

}  // namespace counterpart
