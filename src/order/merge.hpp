#pragma once
/// Several ordered streams as one.

#include <memory>
#include <vector>

#include "order/entry.hpp"

namespace counterpart {

/// All entries of the streams by key; equal keys come in the order of the streams. A tree of losers: log2(n)
/// comparisons an entry.
std::unique_ptr<EntryStream> merge_streams(std::vector<std::unique_ptr<EntryStream>> streams);

}  // namespace counterpart
