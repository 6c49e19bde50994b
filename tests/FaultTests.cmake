# counterpart_fault_test(NAME LABEL SOURCE...): a test of the program under faults that support/fault_shim injects.
add_library(fault_shim MODULE support/fault_shim/fault_shim.cpp support/fault_shim/plan.cpp)
target_include_directories(fault_shim PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(fault_shim PRIVATE counterpart_warnings ${CMAKE_DL_LIBS})

function(counterpart_fault_test name label)
  counterpart_program_test(${name} ${label} ${ARGN} support/faults.cpp)
  target_compile_definitions(${name} PRIVATE COUNTERPART_FAULT_SHIM="$<TARGET_FILE:fault_shim>")
  add_dependencies(${name} fault_shim)
endfunction()

set(load_faults cli/kill_points_test.cpp support/load_job.cpp support/oracles.cpp)
counterpart_fault_test(sqlite_load_faults cli ${load_faults} cli/sqlite_load_faults.cpp support/sqlite_tables.cpp)
counterpart_fault_test(mysql_load_faults db ${load_faults} cli/mysql_load_faults.cpp support/mariadb_server.cpp)

counterpart_fault_test(disk_faults cli cli/disk_faults_test.cpp cli/sqlite_disk_faults.cpp
  support/load_job.cpp support/oracles.cpp support/sqlite_tables.cpp)
