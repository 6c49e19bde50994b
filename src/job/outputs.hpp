#pragma once
/// All outputs of a run as one: opened before anything is read, published together at the end.

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.hpp"
#include "job/plan.hpp"
#include "record/stream.hpp"

namespace counterpart {

/// Rows on their way to one sink.
class RowPipe {
 public:
  RowPipe(std::unique_ptr<RecordSink> sink, std::vector<std::size_t> indexes, std::size_t width);

  /// Takes a compact record of `width` fields; those that the output has are passed on.
  void add(std::string_view record);
  void flush();
  RecordSink& sink() { return *sink_; }

 private:
  std::unique_ptr<RecordSink> sink_;
  std::vector<std::size_t> indexes_;
  bool whole_;
  RecordBatch batch_;
  std::vector<Value> values_;
};

class Outputs {
 public:
  /// Opens every output of the job; paths are relative to `folder`. `run` is what tables tell of the run.
  /// `elapsed` is asked when a report is written.
  Outputs(const Job& job, const Plan& plan, const std::filesystem::path& folder, const LoadRun& run,
          std::function<std::chrono::seconds()> elapsed, CancelToken& cancel);

  /// Takes a compact record for all outputs of a kind.
  void add(OutputSpec::What what, std::string_view record);
  bool wants(OutputSpec::What what) const;

  /// Makes everything durable, then visible: tables first, since files cannot fail by then for what others
  /// do.
  void publish();

  /// The tables beside what this source reads that the run will have changed, kept ones too.
  std::vector<TableName> targets_beside(const SourceSpec& source) const;

  /// Where the results are, in the order of the job file.
  std::vector<std::string> places() const;

 private:
  struct Output {
    OutputSpec::What what;
    bool is_table;
    std::string url;   ///< of a table
    std::string kept;  ///< the name that the table before gets; empty: none
    std::unique_ptr<RowPipe> pipe;
  };

  static void commit(Output& output, std::string& published);

  CancelToken& cancel_;
  std::vector<Output> outputs_;
};

/// A table output as its sink wants it.
TableSpec table_spec(const Job& job, const Plan& plan, const OutputSpec& output,
                     const std::filesystem::path& folder);

/// The DDL of the job's matches in a dialect.
std::string job_ddl(const Job& job, const Plan& plan, Dialect dialect);

}  // namespace counterpart
