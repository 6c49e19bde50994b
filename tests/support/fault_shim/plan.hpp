#pragma once
/// What the shim is to do at which call, read from the environment, and the log of the calls. Hides all of
/// that from the wrappers in fault_shim.cpp.

#include <cstddef>

namespace counterpart::test::shim {

/// Counts a call on a place (a path, or what a descriptor leads to). True if the fault is due at it.
bool is_due(const char* call, const char* place);
bool is_due(const char* call, int fd);

/// What is written does not have to reach the disk.
bool skips_sync();

/// The fault moves half of a call's bytes first.
bool halves();

/// Sends the signal, or hangs for good, or sets errno; true if the call is to fail with that.
bool strike();

/// The same after half of the bytes were moved: an errno waits for the next call, as a disk that fills up has
/// it.
void strike_after_half();

}  // namespace counterpart::test::shim
