#pragma once
/// From the value that a source has to the type that the job declared, exactly or not at all.

#include <optional>
#include <string>

#include "record/value.hpp"

namespace counterpart {

/// Turns `value` into `wanted` in place (`Type::null` takes any, and null fits every type). Gives the reason,
/// without the value itself, when that cannot be done exactly. To `string`, everything converts through its
/// canonical text, which is then kept in `storage` (it has to outlive the value). From strings: whole
/// numbers, finite numbers, true/false/1/0/t/f, dates and instants. A date becomes midnight UTC as a
/// timestamp; a timestamp becomes the day on which it falls in UTC.
std::optional<std::string> coerce(Value& value, Type wanted, std::string& storage);

/// Turns `value` into a date or a timestamp in place: texts are read as either, null stays. Gives the reason
/// otherwise.
std::optional<std::string> coerce_temporal(Value& value);

}  // namespace counterpart
