#pragma once
/// JSON text, appended to a string.

#include <string>
#include <string_view>

#include "record/value.hpp"

namespace counterpart {

/// Appends `text` (valid UTF-8) as a JSON string with its quotes (RFC 8259, section 7). Escaped are quotes,
/// backslashes, and what is not safe to show (base/utf8.hpp), so that the text can be looked at in a
/// terminal; all else stays as it is.
void append_json_string(std::string& out, std::string_view text);

/// Appends a value: numbers and booleans bare, dates and instants as strings, null and floats that are not
/// finite as null.
void append_json_value(std::string& out, Value value);

}  // namespace counterpart
