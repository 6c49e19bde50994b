include(GoogleTest)

# What all test programs are built with. They are compiled more often than they run, so that little is optimised.
add_library(counterpart_testing INTERFACE)
target_include_directories(counterpart_testing INTERFACE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
target_compile_options(counterpart_testing INTERFACE $<$<CONFIG:Release>:-O1>)
target_link_libraries(counterpart_testing INTERFACE
  counterpart counterpart_dependencies late_headers PkgConfig::SQLITE counterpart_warnings GTest::gtest GTest::gmock GTest::gtest_main)

# Sanitizers make compiling slow: what they look for is in the library, so that tests can do with less of them.
set(COUNTERPART_TEST_OPTIONS "" CACHE STRING "Further compile options of all tests")
target_compile_options(counterpart_testing INTERFACE ${COUNTERPART_TEST_OPTIONS})

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

# The headers that all tests parse, parsed once.
if(COUNTERPART_PRECOMPILED)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/test_headers.cpp CONTENT "")
  add_library(test_headers OBJECT ${PROJECT_BINARY_DIR}/test_headers.cpp)
  target_link_libraries(test_headers PRIVATE counterpart_testing)
  target_precompile_headers(test_headers PRIVATE ${COUNTERPART_COMMON_HEADERS} <gtest/gtest.h> <gmock/gmock.h>)
endif()
function(counterpart_takes_test_headers name)
  if(COUNTERPART_PRECOMPILED)
    target_precompile_headers(${name} REUSE_FROM test_headers)
  endif()
endfunction()

# counterpart_unit_tests(NAME LABEL): a program for unit tests, whose sources the rooms add.
function(counterpart_unit_tests name label)
  counterpart_builds_label("${label}" builds)
  if(builds)
    add_executable(${name})
    target_link_libraries(${name} PRIVATE counterpart_testing)
    counterpart_takes_test_headers(${name})
  endif()
endfunction()

# And its tests, once it has them: one ctest test each.
function(counterpart_discover_tests name label)
  if(TARGET ${name})
    # A list of labels would be taken apart on its way.
    string(REPLACE ";" "\\;" label "${label}")
    gtest_discover_tests(${name} PROPERTIES LABELS "${label}" TIMEOUT 300 DISCOVERY_TIMEOUT 60)
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
  counterpart_takes_test_headers(${name})
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
  counterpart_takes_test_headers(${name})
endfunction()
