#pragma once
/// How many records a source has, about, without reading them.

#include <cstdint>
#include <optional>
#include <string>

#include "base/cancel.hpp"
#include "source/source.hpp"

namespace counterpart {

struct RecordEstimate {
  std::uint64_t records = 0;
  std::string from;  ///< "the server's statistics", "the size of the file"
};

/// Of a table the statistics of its database, whatever its `where` leaves out; of a plain file its size and
/// its first lines. Nothing for a query, a compressed file or an API, or where the source does not tell: an
/// estimate is never worth an error.
std::optional<RecordEstimate> estimate_records(const SourceSpec& spec, CancelToken& cancel);

}  // namespace counterpart
