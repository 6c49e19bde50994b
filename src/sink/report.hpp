#pragma once
/// The reference report as a sink (`open_report` of sink/sink.hpp).

#include <cstdint>
#include <string>

#include "base/file.hpp"
#include "sink/sink.hpp"

namespace counterpart {

/// Counts all rows, keeps the JSON of the first ones, and writes the report at `prepare`.
class Report final : public RecordSink {
 public:
  explicit Report(ReportSpec spec);

  void push(const RecordBatch& batch) override;
  void prepare() override;
  void commit() override;
  std::string place() const override { return spec_.path.string(); }

 private:
  void add_to_sample(std::string_view record);

  ReportSpec spec_;
  AtomicFile file_;
  std::uint64_t rows_ = 0;
  std::string sample_;  ///< the elements of the list "users"
  bool prepared_ = false;
};

}  // namespace counterpart
