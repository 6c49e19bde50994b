#pragma once
/// Which fields a record has, in order.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/value.hpp"

namespace counterpart {

/// One field that is read from a source. `Type::null` takes each value as the source gives it.
struct Field {
  std::string name;
  Type type = Type::null;
  /// A record without this field is rejected (a null is not: it is a value). Set for the id and the key
  /// fields.
  bool required = false;
  /// The value has to be a date or a timestamp; texts are read as either. For fields without a declared type.
  bool temporal = false;
};

/// What is wanted of a side: its fields in record order, which of them is the id, and what a bad value does.
struct ReadSpec {
  std::vector<Field> fields;
  std::size_t id = 0;              ///< index of the id field; a null id is a rejection
  bool bad_value_is_null = false;  ///< on_bad_value = "null"; never for the id

  std::optional<std::size_t> find(std::string_view name) const {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].name == name) return i;
    }
    return std::nullopt;
  }
};

}  // namespace counterpart
