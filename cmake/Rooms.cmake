# counterpart_room(SOURCES ... TESTS ...): adds the files of one folder under src/ to the library, and its unit
# tests to the unit test program.
function(counterpart_room)
  cmake_parse_arguments(room "" "" "SOURCES;TESTS" ${ARGN})
  list(TRANSFORM room_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  list(TRANSFORM room_TESTS PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  target_sources(counterpart PRIVATE ${room_SOURCES})
  if(COUNTERPART_DEVELOPER AND room_TESTS)
    target_sources(unit_tests PRIVATE ${room_TESTS})
  endif()
endfunction()
