#pragma once
/// A stream that is read on a thread of its own, so that a slow writer and a slow source do not add up.

#include <memory>

#include "base/cancel.hpp"
#include "record/stream.hpp"

namespace counterpart {

/// Reads `stream` a few batches ahead of the caller: the same batches in the same order, and its error after
/// those that came before it. What the stream tells of itself may be asked before the first `next` and after
/// the last one. Given up before its end, it cancels the token, which must be what `stream` listens to.
std::unique_ptr<RecordStream> read_ahead(std::unique_ptr<RecordStream> stream, CancelToken& cancel);

}  // namespace counterpart
