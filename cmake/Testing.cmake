include(GoogleTest)

# What all test programs are built with. They are compiled more often than they run, so that little is optimised.
add_library(counterpart_testing INTERFACE)
target_include_directories(counterpart_testing INTERFACE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
target_compile_options(counterpart_testing INTERFACE $<$<CONFIG:Release>:-O1>)
target_link_libraries(counterpart_testing INTERFACE
  counterpart counterpart_dependencies late_headers PkgConfig::SQLITE counterpart_warnings GTest::gtest GTest::gmock GTest::gtest_main)

set(COUNTERPART_TEST_LABELS "" CACHE STRING "Labels of the test programs to build; empty: all")

# Whether a test program of these labels is built. What a sanitizer cannot bear has a label that its preset leaves out.
function(counterpart_builds_label label result)
  set(${result} ON PARENT_SCOPE)
  foreach(one IN LISTS label)
    if(one IN_LIST COUNTERPART_TEST_LABELS)
      return()
    endif()
  endforeach()
  if(COUNTERPART_TEST_LABELS)
    set(${result} OFF PARENT_SCOPE)
  endif()
endfunction()

# counterpart_test(NAME LABEL SOURCE...): a test program of its own, run as one ctest test. Labels: db, http, cli;
# "db;threads" if the program is also to run under ThreadSanitizer; "faults" alone if it runs under no sanitizer.
function(counterpart_test name label)
  counterpart_builds_label("${label}" builds)
  if(NOT builds)
    return()
  endif()
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE counterpart_test_support)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${label}" TIMEOUT 900)
endfunction()

# counterpart_program_test(NAME LABEL SOURCE...): the same for tests that run the built program.
function(counterpart_program_test name label)
  counterpart_test(${name} "${label}" ${ARGN})
  if(TARGET ${name})
    add_dependencies(${name} counterpart_cli)
  endif()
endfunction()

# counterpart_shared_tests(NAME SOURCE...): tests that several programs run, each with worlds of its own; compiled once.
# A program takes them as $<TARGET_OBJECTS:NAME>.
function(counterpart_shared_tests name)
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${ARGN})
  target_link_libraries(${name} PRIVATE counterpart_app counterpart_testing)
endfunction()
