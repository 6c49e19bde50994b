#pragma once
/// Files written and read back by a source, all records at once.

#include <cstddef>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "record/record.hpp"
#include "source/source.hpp"

namespace counterpart::test {

inline std::filesystem::path write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

/// What a source gave: records as texts (null is "<null>"), rejects as "line 3: reason".
struct Reading {
  std::vector<std::vector<std::string>> records;
  std::vector<std::string> rejects;
  std::vector<std::string> names;
  SourceReport report;
  std::uint64_t counted = 0;
};

inline ReadSpec wanting(const std::vector<std::string>& names) {
  ReadSpec spec;
  for (const auto& name : names) spec.fields.push_back({name});
  spec.id = names.size();  // no field is the id, so that nulls pass
  return spec;
}

using Opener =
    std::function<std::unique_ptr<RecordStream>(const FileSpec&, const SourceContext&, std::size_t)>;

inline Reading read_all(const Opener& open, const FileSpec& file, const ReadSpec& read,
                        std::size_t block_bytes = 1 << 18) {
  SideProgress progress;
  CancelToken cancel;
  const auto stream = open(file, {read, progress, cancel, 1 << 22}, block_bytes);
  Reading reading;
  RecordBatch batch;
  std::vector<Value> values;
  while (stream->next(batch)) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      unpack(batch.record(i), values);
      auto& record = reading.records.emplace_back();
      for (const Value value : values) record.push_back(value.is_null() ? "<null>" : to_text(value));
    }
    for (const Reject& reject : batch.rejects())
      reading.rejects.push_back(reject.origin.text() + ": " + reject.reason);
  }
  reading.names = stream->field_names();
  reading.report = stream->report();
  reading.counted = progress.records;
  return reading;
}

}  // namespace counterpart::test
