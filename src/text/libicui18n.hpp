#pragma once
/// What is used of libicui18n, which is loaded with the first call. For romaniser.cpp only.

#include <unicode/utrans.h>
#include <unicode/uvernum.h>

#include "base/late_library.hpp"

namespace counterpart {

inline constinit const LateLibrary kLibIcuI18n("libicui18n", U_ICU_VERSION_MAJOR_NUM,
                                               "libicu" U_ICU_VERSION_SHORT);

COUNTERPART_LATE(kLibIcuI18n, utrans_openU);
COUNTERPART_LATE(kLibIcuI18n, utrans_close);
COUNTERPART_LATE(kLibIcuI18n, utrans_transUChars);

}  // namespace counterpart
