#pragma once
/// From a record to the bytes by which it is ordered, grouped and compared.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "order/entry.hpp"
#include "record/value.hpp"
#include "text/normalizer.hpp"

namespace counterpart {

/// One part of a match key on one side.
struct KeyPart {
  std::size_t field = 0;
  std::vector<NormalizeStep> steps;
};

/// A record of a side as an ordered entry. Key: the group key (all parts), which is its head, then the id.
/// Payload: the record.
struct KeyedRecord {
  std::string_view group;   ///< equal for records that meet
  std::string_view id;      ///< encoded as text/key.hpp does
  std::string_view record;  ///< compact

  static KeyedRecord from(const Entry& entry) {
    return {entry.key.substr(0, entry.head), entry.key.substr(entry.head), entry.payload};
  }
};

/// Builds entries. Not thread-safe: each side has its own.
class KeyBuilder {
 public:
  KeyBuilder(const std::vector<KeyPart>& parts, std::size_t id_field);

  /// Makes the entry of a compact record, valid until the next call and as long as the record. False if the
  /// record has no key: a part is null, or empty after normalization; `id()` holds all the same.
  bool build(std::string_view record);

  Entry entry() const { return {key_, record_, group_bytes_}; }
  /// The encoded id of the record built last.
  std::string_view id() const { return key_.view().substr(group_bytes_); }
  /// The first `parts` parts of the group key: what a side declared as ordered compares by.
  std::string_view prefix(std::size_t parts) const { return key_.view().substr(0, part_ends_[parts - 1]); }

 private:
  bool append_parts();
  bool append_part(std::size_t part, const Value& value);

  std::vector<Normalizer> normalizers_;
  std::vector<std::size_t> fields_;
  std::size_t id_field_;
  std::vector<Value> values_;  ///< of the first fields, among which the id and the key are
  std::vector<std::size_t> part_ends_;
  std::string text_;
  std::string normalized_;
  Bytes key_;
  std::size_t group_bytes_ = 0;
  std::string_view record_;
};

}  // namespace counterpart
