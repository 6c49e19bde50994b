#pragma once
/// One table over several connections at once, as one stream.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "source/row_source.hpp"

namespace counterpart {

/// How a table is cut.
struct Split {
  std::vector<std::string> ranges;    ///< conditions of the parts, as of key_ranges
  std::string by;                     ///< the column that they are about
  bool one_snapshot = true;           ///< all parts see one state of the table
  std::vector<std::string> warnings;  ///< for SourceReport
};

/// Calls `connect` for each range at once, and reads all of them on threads of their own. Records come as
/// they come, those of one range in order; memory is a few batches for each. The first error ends all of
/// them.
std::unique_ptr<RecordStream> read_split(
    const SourceContext& context, Split split,
    const std::function<std::unique_ptr<RowReader>(const SourceContext& part, const std::string& range)>&
        connect);

}  // namespace counterpart
