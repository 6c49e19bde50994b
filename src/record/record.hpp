#pragma once
/// Records in their compact form: a run of tagged values, position-independent, so that a record is copied,
/// sorted and spilled as bytes. Integers and dates take one to eleven bytes, strings their length and
/// themselves, null one byte.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "record/compact_value.hpp"
#include "record/value.hpp"

namespace counterpart {

/// The values of a record's first `most` fields, in field order, into `values` (cleared first). Strings view
/// into `record`.
void unpack(std::string_view record, std::vector<Value>& values,
            std::size_t most = static_cast<std::size_t>(-1));

/// The value of one field, found by walking the fields before it.
Value field_of(std::string_view record, std::size_t field);

}  // namespace counterpart
