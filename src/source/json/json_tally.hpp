#pragma once
/// From JSON records to a tally of their fields, nested ones under the names that a job file has for them.

#include <simdjson.h>

#include "source/survey/field_tally.hpp"

namespace counterpart {

/// Adds one record: members of objects as "address.city", of lists the first element as "emails[0].value",
/// five steps deep; what is deeper is a structure. Integers beyond int64 are texts, as when they are read.
void tally_record(simdjson::dom::object record, FieldTally& tally);

}  // namespace counterpart
