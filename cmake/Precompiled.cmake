# COUNTERPART_COMMON_HEADERS: what most sources parse, to be parsed once. That builds a third faster and hides what a source
# forgets to include, so that it is only for the sanitizers' builds; elsewhere the list is empty.
set(COUNTERPART_COMMON_HEADERS)
if(COUNTERPART_PRECOMPILED)
  set(COUNTERPART_COMMON_HEADERS <algorithm> <array> <chrono> <filesystem> <functional> <map> <memory> <optional> <string>
    <string_view> <thread> <utility> <vector> <fmt/format.h>)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)  # ccache finds nothing without it
  endif()
endif()
