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

/// Builds the entries of some records at a time: what is read soon after it was written, in pieces of another
/// size, is waited for. Not thread-safe: each side has its own.
class KeyBuilder {
 public:
  KeyBuilder(const std::vector<KeyPart>& parts, std::size_t id_field);

  /// Forgets all entries, and keeps the memory.
  void clear();
  /// Makes the entry of a compact record, which has to stay as long as the entry is used.
  void add(std::string_view record);

  std::size_t size() const { return made_.size(); }
  /// False if the record has no key: a part is null, or empty after normalization; its entry has its id all
  /// the same.
  bool has_key(std::size_t index) const { return made_[index].group_bytes > 0 || fields_.empty(); }
  /// An entry, in the order of the calls; valid until the next `add` or `clear`.
  Entry entry(std::size_t index) const {
    const Made& made = made_[index];
    return {keys_.view().substr(made.begin, made.bytes), made.record, made.group_bytes};
  }

 private:
  struct Made {
    std::size_t begin;        ///< of its key, in `keys_`
    std::size_t group_bytes;  ///< 0 without a key
    std::size_t bytes;
    std::string_view record;
  };

  bool append_parts();
  bool append_part(std::size_t part, const Value& value);

  std::vector<Normalizer> normalizers_;
  std::vector<std::size_t> fields_;
  std::size_t id_field_;
  std::vector<Value> values_;  ///< of the first fields, among which the id and the key are
  std::string text_;
  std::string normalized_;
  Bytes keys_;
  std::vector<Made> made_;
};

}  // namespace counterpart
