#pragma once
/// The compact records of a side by row: in memory as far as they fit, the others in temporary space. Some
/// rows together are one group, so that it costs next to nothing to know where they are.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/file.hpp"
#include "match/linkage/person_table.hpp"

namespace counterpart::linkage {

/// Used from one thread at a time.
class RecordStore {
 public:
  /// Records beyond `memory_bytes` go to a file in `folder`.
  RecordStore(std::uint64_t memory_bytes, std::filesystem::path folder);

  /// Keeps the record of the next row.
  void add(std::string_view record);
  /// The record of a row, valid until the next call. Error(output) if temporary space does not give back what
  /// was written.
  std::string_view record(Row row);

  std::uint32_t rows() const { return rows_; }
  std::uint64_t spilled_bytes() const { return file_ ? file_->size() : 0; }

 private:
  /// Of a group of records, each after its length.
  struct Place {
    std::uint64_t offset;  ///< in memory, or in the file
    std::uint64_t size;
    std::uint32_t checksum;  ///< of what is in the file
    bool in_memory;
  };

  void close_group();
  std::string_view group(std::size_t index);

  std::uint64_t memory_bytes_;
  std::filesystem::path folder_;
  Bytes memory_;
  std::optional<TemporaryFile> file_;
  std::string pending_;  ///< at the end of the file, not written yet
  std::uint64_t written_ = 0;
  std::vector<Place> places_;  ///< by group
  std::uint32_t rows_ = 0;
  Bytes open_;  ///< the last group, as long as it is not full
  std::string found_;
  std::size_t found_group_ = 0;  ///< what `found_` has, unless that is empty
};

}  // namespace counterpart::linkage
