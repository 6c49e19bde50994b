#pragma once
/// A stream that is ordered by the beginning of its keys only, ordered by all of them.

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "order/entry.hpp"
#include "order/external_sort.hpp"

namespace counterpart {

/// Sorts the entries that share a prefix; memory is that of one such group, and a group beyond `limits`
/// spills. `source` has to come by non-decreasing prefix, which the caller has verified; `prefix_length`
/// tells how long the prefix of a key is. The bytes that went to temporary space are added to
/// `spilled_bytes`, which has to outlive the stream.
std::unique_ptr<EntryStream> sort_ties(std::unique_ptr<EntryStream> source,
                                       std::function<std::size_t(std::string_view key)> prefix_length,
                                       SortLimits limits, std::uint64_t& spilled_bytes);

}  // namespace counterpart
