#pragma once
/// The one way from a source's raw values to records in a batch: types, UTF-8, required fields and the id are
/// checked here, for every source alike.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "record/batch.hpp"
#include "record/schema.hpp"

namespace counterpart {

/// Builds records field by field, in any field order. For each record: `begin`, `set` for the fields that are
/// there, `end`. A record that cannot be used becomes a reject of the batch. Texts handed to `set` have to
/// live until `end`.
class RecordBuilder {
 public:
  /// `spec` has to outlive the builder. With `valid_texts` the source vouches that its texts are UTF-8.
  explicit RecordBuilder(const ReadSpec& spec, bool valid_texts = false);

  void begin();
  /// A later value for the same field replaces the earlier one.
  void set(std::size_t field, Value value) {
    values_[field] = value;
    present_[field] = true;
  }
  /// Marks a value that the source knows cannot be used ("a list is not a value").
  void refuse(std::size_t field, std::string reason);
  /// Appends the record, or a reject, to `batch`. Gives true if a record was appended.
  bool end(const Origin& origin, RecordBatch& batch);

  /// The fields that no record had so far, by their index: in a source that knows its fields only from its
  /// records, a misspelt name.
  std::vector<std::size_t> never_seen() const;

 private:
  void check(std::size_t field);
  void note_seen();
  void bad(std::size_t field, std::string_view reason);

  const ReadSpec& spec_;
  bool valid_texts_;
  std::vector<Value> values_;
  std::vector<char> present_;
  std::vector<char> seen_;  ///< in any record
  std::size_t unseen_;      ///< fields that no record had
  std::uint64_t nulled_ = 0;
  std::vector<std::string> texts_;  ///< storage of values that became text
  std::string reason_;
};

}  // namespace counterpart
