# counterpart_fault_test(NAME LABEL SOURCE...): a test of the program under faults that support/fault_shim injects.
add_library(fault_shim MODULE support/fault_shim/fault_shim.cpp support/fault_shim/plan.cpp)
target_include_directories(fault_shim PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(fault_shim PRIVATE counterpart_warnings ${CMAKE_DL_LIBS})

add_library(counterpart_faults STATIC support/faults.cpp)
target_link_libraries(counterpart_faults PUBLIC counterpart_test_support)
target_compile_definitions(counterpart_faults PRIVATE COUNTERPART_FAULT_SHIM="$<TARGET_FILE:fault_shim>")

function(counterpart_fault_test name label)
  counterpart_program_test(${name} ${label} ${ARGN})
  target_link_libraries(${name} PRIVATE counterpart_faults)
  add_dependencies(${name} fault_shim)
endfunction()

counterpart_shared_tests(load_faults_tests cli/kill_points_test.cpp cli/signal_points_test.cpp cli/stop_points_test.cpp)
counterpart_shared_tests(full_disk_tests cli/full_disk_test.cpp)
set(load_faults $<TARGET_OBJECTS:load_faults_tests>)
set(full_disk $<TARGET_OBJECTS:full_disk_tests>)
counterpart_fault_test(sqlite_load_faults cli ${load_faults} cli/sqlite_load_faults.cpp cli/sqlite_busy_test.cpp cli/oracles_test.cpp)
counterpart_fault_test(mysql_load_faults db ${load_faults} cli/mysql_load_faults.cpp cli/mysql_held_rows_test.cpp cli/mysql_stream_test.cpp)
counterpart_fault_test(postgres_load_faults db ${load_faults} cli/postgres_load_faults.cpp)

counterpart_fault_test(disk_faults cli cli/disk_faults_test.cpp cli/sqlite_disk_faults.cpp)
counterpart_fault_test(scarcity cli cli/scarcity_test.cpp)
# Thousands of flushes, of a disk that forgets all at the end.
if(IS_DIRECTORY /dev/shm)
  set_tests_properties(disk_faults scarcity PROPERTIES ENVIRONMENT TMPDIR=/dev/shm)
endif()

# Disks that are full, which only root can make.
counterpart_fault_test(full_disk cli ${full_disk} cli/sqlite_full_disk.cpp)
counterpart_fault_test(mysql_full_disk db cli/mysql_full_disk.cpp)
counterpart_fault_test(postgres_full_disk db ${full_disk} cli/postgres_full_disk.cpp)
