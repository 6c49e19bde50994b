#pragma once
/// Waiting while a server works.

#include "base/cancel.hpp"

namespace counterpart::app {

/// Returns when the token is cancelled, or after `seconds` if they are not 0.
void serve_until_cancelled(CancelToken& cancel, unsigned seconds);

}  // namespace counterpart::app
