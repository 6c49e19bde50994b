# One interface target carries the warnings of the whole project.
add_library(counterpart_warnings INTERFACE)
target_compile_options(counterpart_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
  -Wcast-qual -Wimplicit-fallthrough
  $<$<BOOL:${COUNTERPART_DEVELOPER}>:-Werror>)
# gcc 12 reports false positives of these in its own library headers once it optimises or instruments.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(counterpart_warnings INTERFACE -Wno-restrict
    -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-array-bounds)
endif()
