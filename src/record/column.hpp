#pragma once
/// Typed output columns: what a warehouse table, a CSV header or a JSON line is made of.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/value.hpp"

namespace counterpart {

/// The type of an output column, independent of a database.
struct ColumnType {
  /// `any` is no declared type: each value stays what it is, and a table keeps it as text.
  enum class Kind { varchar, text, integer, bigint, real, boolean, date, timestamp, any };
  Kind kind = Kind::any;
  unsigned length = 0;  ///< of a varchar, in characters (code points)

  friend bool operator==(const ColumnType&, const ColumnType&) = default;
};

struct Column {
  std::string name;
  ColumnType type;
};

/// Reads "varchar(50)", "text", "int", "integer", "bigint", "double", "float", "boolean", "bool", "date",
/// "timestamp", in any case. Nothing for anything else.
std::optional<ColumnType> parse_column_type(std::string_view text);

/// The names that `parse_column_type` takes, for messages.
const std::vector<std::string>& column_type_names();

/// Turns `value` in place into what a column of this type holds, exactly: a text too long for a varchar or a
/// number out of range is refused, never cut. Gives the reason (without the value) on refusal. `storage`
/// keeps made texts alive.
std::optional<std::string> fit(Value& value, const ColumnType& type, std::string& storage);

}  // namespace counterpart
