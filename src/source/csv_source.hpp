#pragma once
/// CSV files as a source of records.

#include <cstddef>
#include <memory>

#include "source/source.hpp"

namespace counterpart {

/// Opens a CSV file (RFC 4180, UTF-8) and stands behind its header. Every value is a string; an unquoted
/// empty field is null, a quoted one the empty string. Empty lines are skipped where a record has more than
/// one field. A record with too few or too many fields is a reject. Error(source) if the file cannot be read,
/// lacks its header or a wanted column, or ends inside of quotes. `block_bytes` is how much is read at a
/// time.
std::unique_ptr<RecordStream> open_csv_source(const FileSpec& spec, const SourceContext& context,
                                              std::size_t block_bytes = 1 << 18);

}  // namespace counterpart
