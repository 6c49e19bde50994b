#pragma once
/// JSON Lines files as a source of records.

#include <cstddef>
#include <memory>

#include "source/source.hpp"

namespace counterpart {

/// Opens a file of one JSON object per line; blank lines are skipped. A line that is no JSON object is a
/// reject. Fields are found as source/json/json_record.hpp says. Error(source) if the file cannot be read.
/// `block_bytes` is how much is read at a time.
std::unique_ptr<RecordStream> open_jsonl_source(const FileSpec& spec, const SourceContext& context,
                                                std::size_t block_bytes = 1 << 18);

}  // namespace counterpart
