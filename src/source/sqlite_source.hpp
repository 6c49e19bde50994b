#pragma once
/// Records out of an SQLite file.

#include <memory>

#include "source/source.hpp"

namespace counterpart {

/// Opens the file read-only, checks the wanted fields, and starts one read transaction: all rows are of one
/// moment. Each value has the kind that SQLite stored it with. Error(source).
std::unique_ptr<RecordStream> open_sqlite_source(const DatabaseSpec& spec, const SourceContext& context);

}  // namespace counterpart
