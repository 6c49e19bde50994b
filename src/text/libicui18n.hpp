#pragma once
/// What is used of libicui18n, which is loaded with the first call. For romaniser.cpp only.

#include <unicode/utrans.h>
#include <unicode/uvernum.h>

#include "base/late_library.hpp"

namespace counterpart {

inline constinit const LateLibrary kLibIcuI18n("libicui18n", U_ICU_VERSION_MAJOR_NUM,
                                               "libicu" U_ICU_VERSION_SHORT);

// ICU's headers rename each function after its version; `name` is what that makes of it.
#define COUNTERPART_LATE_NAMED(name)                           \
  inline constinit const LateFunction<decltype(::name)> name { \
    kLibIcuI18n, #name                                         \
  }
#define COUNTERPART_LATE(function) COUNTERPART_LATE_NAMED(function)
COUNTERPART_LATE(utrans_openU);
COUNTERPART_LATE(utrans_close);
COUNTERPART_LATE(utrans_transUChars);
#undef COUNTERPART_LATE
#undef COUNTERPART_LATE_NAMED

}  // namespace counterpart
