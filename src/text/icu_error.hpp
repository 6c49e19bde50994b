#pragma once
/// Where errors of ICU become ours.

#include <unicode/utypes.h>

#include <string>

#include "counterpart/error.hpp"

namespace counterpart {

/// Error(internal) that says at what ICU failed, if it did.
inline void check_icu(UErrorCode status, const char* what) {
  if (U_FAILURE(status))
    throw Error(ErrorKind::internal, std::string("ICU: ") + what + ": " + u_errorName(status));
}

}  // namespace counterpart
