#pragma once
/// What the operating system is told of this process before it reads a secret.

namespace counterpart::app {

/// From here on no crash leaves a core file, no other process of the same user reads this one's memory or
/// environment, and new files are for their owner alone, whatever limits and umask the process was started
/// with. Where a system has no such call, nothing happens. For the beginning of a program.
void belong_to_owner_only() noexcept;

}  // namespace counterpart::app
