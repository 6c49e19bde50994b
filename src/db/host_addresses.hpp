#pragma once
/// From the name of a host to its addresses, without waiting for ever: the system's resolver cannot be
/// interrupted, so it runs aside and is left behind.

#include <chrono>
#include <string>
#include <vector>

#include "base/cancel.hpp"

namespace counterpart {

/// The addresses of `host` as numbers, in the order in which they are to be tried. "localhost" is this
/// machine without asking anybody. Error(kind), beginning with `place`, if there are none before `deadline`.
std::vector<std::string> host_addresses(const std::string& host,
                                        std::chrono::steady_clock::time_point deadline, ErrorKind kind,
                                        const std::string& place, const CancelToken& cancel);

}  // namespace counterpart
