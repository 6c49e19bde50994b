include(GoogleTest)

# counterpart_test(NAME LABEL SOURCE...): a test program of its own, run as one ctest test. Labels: db, http, cli;
# "db;threads" if the program is also to run under ThreadSanitizer.
function(counterpart_test name label)
  add_executable(${name} ${ARGN})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE counterpart_app counterpart counterpart_dependencies
    counterpart_warnings GTest::gtest GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${label}" TIMEOUT 900)
endfunction()

# counterpart_program_test(NAME LABEL SOURCE...): the same for tests that run the built program, whose path they know as
# COUNTERPART_BINARY; the folder of test data is COUNTERPART_TEST_DATA.
function(counterpart_program_test name label)
  counterpart_test(${name} ${label} ${ARGN} support/program.cpp support/workplace.cpp)
  target_compile_definitions(${name} PRIVATE COUNTERPART_BINARY="$<TARGET_FILE:counterpart_cli>"
    COUNTERPART_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/integration/data")
  add_dependencies(${name} counterpart_cli)
endfunction()
