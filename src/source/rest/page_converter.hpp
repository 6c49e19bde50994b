#pragma once
/// From the records of a page to records in batches, with a digest by which pages can be told apart.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "record/builder.hpp"
#include "source/json/json_record.hpp"
#include "source/rest/page_reader.hpp"

namespace counterpart {

class PageConverter {
 public:
  /// `spec` has to outlive the converter.
  explicit PageConverter(const ReadSpec& spec) : spec_(spec), fields_(spec), builder_(spec, true) {}

  /// Stands before the first record of a page that has so many; `number` is what the API calls it.
  void begin(std::uint64_t number, std::uint64_t records);
  /// Appends the next slice of the page to the empty `batch`: records, and rejects for what is none. Gives
  /// how many there were of both.
  std::uint64_t convert(const PageReader& page, RecordBatch& batch);
  /// True once all of the page was converted, or if none was begun.
  bool done() const noexcept { return given_ == records_; }
  /// Of the page converted last, once it is done. The wanted fields stand for the records: a clock in an
  /// unwanted one does not make a page new. Empty if it had no records.
  std::string digest() const { return records_ == 0 ? std::string() : digest_->hex(); }

  const std::vector<std::string>& names_seen() const noexcept { return fields_.names_seen(); }
  std::vector<std::string> missing_fields() const;

 private:
  void convert_one(const PageReader& page, const Origin& origin, RecordBatch& batch);

  const ReadSpec& spec_;
  JsonRecordReader fields_;
  RecordBuilder builder_;
  std::uint64_t number_ = 0;
  std::uint64_t records_ = 0;
  std::uint64_t given_ = 0;
  std::optional<RunningDigest> digest_;
};

}  // namespace counterpart
