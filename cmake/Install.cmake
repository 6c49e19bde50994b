# Installs the program, the library, its public headers, the man page, and a package for find_package(counterpart).
if(NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/counterpart)

install(TARGETS counterpart_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
# The library is static, so that who links it needs its libraries too; the package finds them again.
install(TARGETS counterpart counterpart_dependencies EXPORT counterpart-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/counterpart DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${PROJECT_SOURCE_DIR}/man/counterpart.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/counterpart-config.cmake.in
  ${PROJECT_BINARY_DIR}/counterpart-config.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/counterpart-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/counterpart-config.cmake ${PROJECT_BINARY_DIR}/counterpart-config-version.cmake
  ${CMAKE_CURRENT_LIST_DIR}/LibraryDependencies.cmake DESTINATION ${package_folder})
install(EXPORT counterpart-targets NAMESPACE counterpart:: DESTINATION ${package_folder})
