#pragma once
/// A sorted stream that is merged on a thread of its own, a little ahead of the one that matches.

#include <memory>

#include "base/cancel.hpp"
#include "order/entry.hpp"

namespace counterpart {

/// The same entries in the same order, and the stream's error behind some of those that came before it. At
/// most a few hundred KiB wait. Given up before its end, it stops its thread.
std::unique_ptr<EntryStream> merge_ahead(std::unique_ptr<EntryStream> stream, CancelToken& cancel);

}  // namespace counterpart
