#pragma once
/// Rows that a command writes into a file of its own: whole or not at all.

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "record/record.hpp"
#include "sink/sink.hpp"

namespace counterpart {

class RowWriter {
 public:
  /// JSON Lines if the name ends in .jsonl, else CSV. Error(output) if the file cannot be made.
  RowWriter(const std::filesystem::path& path, std::vector<Column> columns);

  /// As many values as there are columns.
  void add(std::initializer_list<Value> values);
  void add_row(std::string_view record);  ///< a compact record of them
  void prepare();
  /// Puts the file in its place, and gives that.
  std::string commit();

 private:
  void flush();

  std::unique_ptr<RecordSink> sink_;
  RecordBatch batch_;
};

}  // namespace counterpart
