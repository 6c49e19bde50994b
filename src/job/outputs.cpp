#include "job/outputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "job/output_columns.hpp"
#include "job/targets.hpp"
#include "record/record.hpp"

namespace counterpart {
namespace {

using Kind = OutputSpec::Kind;
using What = OutputSpec::What;

constexpr std::size_t kBatchBytes = 64 << 10;

/// The table that a report's DDL describes has the columns of the job's first table output, renames included.
TableSpec ddl_table_spec(const Job& job, const Plan& plan) {
  for (const OutputSpec& output : job.outputs) {
    if (output.kind == Kind::table) return table_spec(job, plan, output, {});
  }
  TableSpec spec;
  for (const DerivedColumn& column : plan.columns) spec.columns.push_back(column.column);
  return spec;
}

/// The key as the columns write it.
std::vector<std::string> key_columns(const Job& job, const OutputSpec& output,
                                     const std::vector<Column>& columns) {
  std::vector<std::string> key;
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(column.name);
  for (const std::string& name : output.key) {
    const bool twice = std::find(key.begin(), key.end(), name) != key.end();
    if (!twice && std::find(names.begin(), names.end(), name) != names.end()) {
      key.push_back(name);
      continue;
    }
    throw Error(ErrorKind::job_file,
                fmt::format("{}: key of the table {}: '{}' {}{}", job.path.string(), printable(output.table),
                            printable(name), twice ? "is there twice" : "is no column of this output",
                            twice ? "" : did_you_mean(name, names)))
        .hint("the key names columns of the output, after 'rename'");
  }
  return key;
}

std::unique_ptr<RecordSink> open_sink(const Job& job, const Plan& plan, const OutputSpec& output,
                                      const std::filesystem::path& folder, const LoadRun& run,
                                      const std::function<std::chrono::seconds()>& elapsed,
                                      CancelToken& cancel) {
  std::vector<Column> columns = output_columns(job, plan, output).columns;
  if (output.kind == Kind::table) {
    TableSpec spec = table_spec(job, plan, output, folder);
    spec.run = run;
    return open_table(std::move(spec), cancel);
  }
  if (output.kind == Kind::report) {
    return open_report({folder / output.path, std::move(columns), output.sample,
                        job_ddl(job, plan, output.dialect.value_or(Dialect::mysql)), elapsed});
  }
  const auto kind = output.kind == Kind::csv ? RowFileSpec::Kind::csv : RowFileSpec::Kind::jsonl;
  return open_row_file({kind, folder / output.path, std::move(columns), output.csv_raw});
}

std::size_t width(const Job& job, const Plan& plan, What what) {
  switch (what) {
    case What::matches:
    case What::possible: return plan.columns.size();
    case What::unmatched_left: return plan.left.read.fields.size();
    case What::unmatched_right: return plan.right.read.fields.size();
    case What::review: return review_columns(job).size();
    case What::ambiguous: return ambiguous_columns(job).size();
    case What::rejects: return reject_columns().size();
  }
  return 0;
}

}  // namespace

RowPipe::RowPipe(std::unique_ptr<RecordSink> sink, std::vector<std::size_t> indexes, std::size_t width)
    : sink_(std::move(sink)), indexes_(std::move(indexes)), whole_(indexes_.size() == width) {
  for (std::size_t i = 0; whole_ && i < width; ++i) whole_ = indexes_[i] == i;
}

void RowPipe::add(std::string_view record) {
  if (whole_) {
    batch_.arena().append(record);
  } else {
    unpack(record, values_);
    for (const std::size_t index : indexes_) append_value(batch_.arena(), values_[index]);
  }
  batch_.end_record();
  if (batch_.bytes() >= kBatchBytes) flush();
}

void RowPipe::flush() {
  if (batch_.size() > 0) sink_->push(batch_);
  batch_.clear();
}

Outputs::Outputs(const Job& job, const Plan& plan, const std::filesystem::path& folder, const LoadRun& run,
                 std::function<std::chrono::seconds()> elapsed, CancelToken& cancel)
    : cancel_(cancel) {
  check_targets(job, folder);
  for (const OutputSpec& output : job.outputs) {
    auto pipe =
        std::make_unique<RowPipe>(open_sink(job, plan, output, folder, run, elapsed, cancel),
                                  output_columns(job, plan, output).indexes, width(job, plan, output.what));
    outputs_.push_back({output.what, output.kind == Kind::table, placed_url(folder, output.url),
                        output.keep_previous, std::move(pipe)});
  }
}

void Outputs::add(What what, std::string_view record) {
  for (Output& output : outputs_) {
    if (output.what == what) output.pipe->add(record);
  }
}

bool Outputs::wants(What what) const {
  for (const Output& output : outputs_) {
    if (output.what == what) return true;
  }
  return false;
}

void Outputs::publish() {
  for (Output& output : outputs_) output.pipe->flush();
  for (Output& output : outputs_) {
    cancel_.check();
    output.pipe->sink().prepare();
  }
  cancel_.check();
  // From here on a signal waits: the outputs become visible together.
  std::string published;
  for (const bool tables : {true, false}) {
    for (Output& output : outputs_) {
      if (output.is_table == tables) commit(output, published);
    }
  }
}

void Outputs::commit(Output& output, std::string& published) {
  try {
    output.pipe->sink().commit();
  } catch (Error& error) {
    if (published.empty()) throw;
    throw Error(error.kind(), fmt::format("{}; published already: {}", error.what(), published))
        .hint("this output is as it was, the others are new: mend the cause, then run the job again");
  }
  published += (published.empty() ? "" : ", ") + output.pipe->sink().place();
}

std::vector<TableName> Outputs::targets_beside(const SourceSpec& source) const {
  std::vector<TableName> targets;
  for (const Output& output : outputs_) {
    const std::optional<TableName> table = output.pipe->sink().table();
    if (!table || !is_beside(source, output.url)) continue;
    targets.push_back(*table);
    if (!output.kept.empty()) targets.push_back({table->schema, output.kept});
  }
  return targets;
}

std::vector<std::string> Outputs::places() const {
  std::vector<std::string> places;
  for (const Output& output : outputs_) places.push_back(output.pipe->sink().place());
  return places;
}

TableSpec table_spec(const Job& job, const Plan& plan, const OutputSpec& output,
                     const std::filesystem::path& folder) {
  TableSpec spec;
  spec.mode = output.mode;
  spec.url = placed_url(folder, output.url);
  spec.password = output.password;
  spec.tls = output.tls;
  spec.table = output.table;
  spec.columns = output_columns(job, plan, output).columns;
  spec.key = key_columns(job, output, spec.columns);
  spec.min_rows = output.min_rows;
  spec.max_shrink = output.max_shrink;
  spec.keep_previous = output.keep_previous;
  return spec;
}

std::string job_ddl(const Job& job, const Plan& plan, Dialect dialect) {
  const TableSpec spec = ddl_table_spec(job, plan);
  return ddl(dialect, ddl_table(job), spec.columns, spec.key);
}

}  // namespace counterpart
