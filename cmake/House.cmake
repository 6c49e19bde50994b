# Tests of the source itself: the rules of the house, and that each header compiles alone.
add_test(NAME house COMMAND ${PROJECT_SOURCE_DIR}/tools/check_house)

file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}
  ${PROJECT_SOURCE_DIR}/include/*.hpp ${PROJECT_SOURCE_DIR}/src/*.hpp)
set(lone_headers)
foreach(header IN LISTS headers)
  string(REGEX REPLACE "^(include|src)/" "" target ${header})
  set(lone ${PROJECT_BINARY_DIR}/lone_headers/${header}.cpp)
  file(CONFIGURE OUTPUT ${lone} CONTENT "#include \"${target}\"\n")
  list(APPEND lone_headers ${lone})
endforeach()

# Only compiled when the test asks for it.
add_library(lone_headers OBJECT EXCLUDE_FROM_ALL ${lone_headers})
target_include_directories(lone_headers PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
target_compile_options(lone_headers PRIVATE -O0)
target_link_libraries(lone_headers PRIVATE counterpart_dependencies late_headers counterpart_warnings CLI11::CLI11 PkgConfig::HTTPLIB)
add_test(NAME headers_compile_alone
  COMMAND ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR} --target lone_headers)

set_tests_properties(house headers_compile_alone PROPERTIES LABELS "unit;house" TIMEOUT 600)
