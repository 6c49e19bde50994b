#pragma once
/// Work in numbered pieces on several threads. What comes out of a piece must not depend on the thread.

#include <cstddef>
#include <functional>

#include "base/cancel.hpp"

namespace counterpart::linkage {

/// As many threads as `asked` says, or as the machine has if that is 0.
unsigned threads_for(unsigned asked);

/// Calls `work(thread, piece)` once for each of `pieces` pieces, each thread with its own number from 0 on.
/// The first error ends it and is thrown here; `cancel`, which can be null, is looked at before each piece.
void in_pieces(unsigned threads, std::size_t pieces, const CancelToken* cancel,
               const std::function<void(unsigned thread, std::size_t piece)>& work);

}  // namespace counterpart::linkage
