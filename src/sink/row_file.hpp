#pragma once
/// Rows as a CSV or a JSON Lines file (`open_row_file` of sink/sink.hpp).

#include <string>
#include <string_view>
#include <vector>

#include "base/file.hpp"
#include "sink/sink.hpp"

namespace counterpart {

class RowFile final : public RecordSink {
 public:
  explicit RowFile(RowFileSpec spec);

  void push(const RecordBatch& batch) override;
  void prepare() override;
  void commit() override;
  std::string place() const override { return spec_.path.string(); }

 private:
  void append_csv(std::string_view record);
  void append_jsonl(std::string_view record);

  RowFileSpec spec_;
  AtomicFile file_;
  std::vector<std::string> keys_;  ///< of JSON: each with what stands before its value
  std::string lines_;              ///< reused from batch to batch
};

/// Appends one CSV field. A text that a spreadsheet would take for a formula is disarmed by a leading `'`
/// unless `raw`.
void append_csv_value(std::string& out, Value value, bool raw);
/// A text as it was before `append_csv_value` disarmed it; any other text as it is.
std::string without_formula_guard(const std::string& text);

}  // namespace counterpart
