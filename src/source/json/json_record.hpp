#pragma once
/// From a parsed JSON object to the fields of a record. Hides simdjson's element kinds and the fact that the
/// keys of one source stand in the same order in nearly every record.

#include <simdjson.h>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "record/builder.hpp"
#include "record/schema.hpp"
#include "source/json/field_path.hpp"

namespace counterpart {

/// A reusable JSON parser that also takes integers of any length: those beyond 64 bits come out as strings.
class JsonParser {
 public:
  /// Parses `size` bytes at `text`, after which SIMDJSON_PADDING more bytes must be readable. The element and
  /// its strings live until the next call.
  simdjson::simdjson_result<simdjson::dom::element> parse(const char* text, std::size_t size);

 private:
  simdjson::dom::parser parser_;
  std::string quoted_;  ///< the text once more, with its long integers in quotes
};

/// Why a text is no JSON, in words for a reject or an error, without any of the text.
std::string json_problem(simdjson::error_code error);

/// Picks the wanted fields out of JSON objects. A field's name is a key of the object, or else a path into
/// nested objects and lists ("address.city", "emails[0].value", see FieldPath); a path that leads nowhere is
/// a missing field. Of a key that stands twice the last counts.
class JsonRecordReader {
 public:
  /// `spec` has to outlive the reader.
  explicit JsonRecordReader(const ReadSpec& spec);

  /// Sets the wanted fields of `builder`, between its `begin` and its `end`. Integers beyond int64 become
  /// texts; a list or an object becomes its JSON text, or is refused where the field is required. Texts live
  /// until the next call, and no longer than the parsed document.
  void read(simdjson::dom::object record, RecordBuilder& builder);

  /// The keys of all records so far, in the order of their first appearance.
  const std::vector<std::string>& names_seen() const noexcept { return names_; }

 private:
  struct Path {
    std::size_t field;
    FieldPath way;  ///< below the top-level key
  };
  struct Key {
    std::string name;
    std::vector<std::size_t> fields;  ///< wanted under this very name
    std::vector<Path> paths;          ///< wanted from inside of its value
  };

  const Key& key_at(std::size_t position, std::string_view name);
  std::size_t key_of(std::string_view name);
  Key make_key(std::string_view name) const;
  void follow(const Path& path, simdjson::dom::element value, RecordBuilder& builder);
  void set(std::size_t field, simdjson::dom::element value, RecordBuilder& builder);

  const ReadSpec& spec_;
  std::vector<Key> keys_;
  std::vector<std::size_t> order_;  ///< by position in a record: which of keys_ stood there last
  std::map<std::string, std::size_t, std::less<>> by_name_;
  Key unknown_;  ///< stands in for names that are not kept
  std::vector<std::string> names_;
  std::vector<char>
      by_its_name_;  ///< fields of the record at hand that their own name has set: no path replaces them
  std::vector<std::string> texts_;  ///< by field: storage of values that became text
};

/// What RecordStream::missing_fields says of a source of JSON records.
std::vector<std::string> missing_fields(const RecordBuilder& builder, const ReadSpec& read,
                                        const std::vector<std::string>& names_seen);

}  // namespace counterpart
