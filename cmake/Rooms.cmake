# counterpart_room(SOURCES ... ONCE ... TESTS ...): adds the files of one folder under src/ to the library, and its unit
# tests to the unit test program. What stands under ONCE runs once in a run and not for each record: there small is
# better than fast.
function(counterpart_room)
  cmake_parse_arguments(room "" "" "SOURCES;ONCE;TESTS" ${ARGN})
  list(TRANSFORM room_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  list(TRANSFORM room_ONCE PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  list(TRANSFORM room_TESTS PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  target_sources(counterpart PRIVATE ${room_SOURCES} ${room_ONCE})
  if(room_ONCE)
    set_source_files_properties(${room_ONCE} TARGET_DIRECTORY counterpart PROPERTIES COMPILE_OPTIONS $<$<CONFIG:Release>:-Os>)
  endif()
  if(COUNTERPART_DEVELOPER AND room_TESTS)
    target_sources(unit_tests PRIVATE ${room_TESTS})
  endif()
endfunction()
