#pragma once
/// Some records on their way, in one arena, and the records among them that could not be used.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace counterpart {

/// Where a record came from, in its source's own counting from 1 (pages as the source numbers them).
struct Origin {
  enum class Kind : std::uint8_t { row, line, page, range } kind = Kind::row;
  std::uint64_t number = 0;  ///< the row, the line or the page
  std::uint64_t index = 0;   ///< from 0, inside a page; of a row in one range of a split, the range from 1

  /// "row 42", "line 42", "page 7, index 12", "row 42 of range 3".
  std::string text() const;
};

/// A record that cannot be used: where it came from and why, without its values.
struct Reject {
  Origin origin;
  std::string reason;
};

/// A reusable arena of records in arrival order. `clear()` keeps the memory.
class RecordBatch {
 public:
  void clear();
  bool empty() const { return ends_.empty() && rejects_.empty(); }
  std::size_t size() const { return ends_.size(); }
  /// A compact record (record/record.hpp), valid until the batch changes.
  std::string_view record(std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return {bytes_.data() + begin, ends_[index] - begin};
  }
  std::size_t bytes() const { return bytes_.size(); }
  const std::vector<Reject>& rejects() const { return rejects_; }

  /// The arena, to append values to; `end_record()` closes what was appended since the last record.
  Bytes& arena() { return bytes_; }
  void end_record() { ends_.push_back(bytes_.size()); }
  void add_reject(Reject reject) { rejects_.push_back(std::move(reject)); }
  /// Values of its records that were bad and became null (on_bad_value = "null").
  std::uint64_t nulled() const { return nulled_; }
  void add_nulled(std::uint64_t count) { nulled_ += count; }

 private:
  Bytes bytes_;
  std::vector<std::size_t> ends_;
  std::vector<Reject> rejects_;
  std::uint64_t nulled_ = 0;
};

}  // namespace counterpart
