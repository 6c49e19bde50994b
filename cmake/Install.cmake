include(GNUInstallDirs)
install(TARGETS counterpart_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS counterpart EXPORT counterpart-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
