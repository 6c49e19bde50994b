# Every library the program stands on, found once. docs/design/dependencies.md says why each is there.
include(LibraryDependencies)
# Loaded when they are first called (src/base/late_library.hpp): of these the program takes only the headers.
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(MARIADB REQUIRED IMPORTED_TARGET libmariadb)
pkg_check_modules(POSTGRES REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
# Of the command line alone:
find_package(CLI11 REQUIRED)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)

add_library(counterpart_dependencies INTERFACE)
target_link_libraries(counterpart_dependencies INTERFACE
  Threads::Threads fmt::fmt ICU::uc ICU::data simdjson::simdjson
  PkgConfig::ZSTD PkgConfig::LZ4 PkgConfig::ZLIB PkgConfig::XXHASH PkgConfig::TOMLPLUSPLUS ${CMAKE_DL_LIBS})

add_library(late_headers INTERFACE)
target_include_directories(late_headers SYSTEM INTERFACE ${SQLITE_INCLUDE_DIRS} ${MARIADB_INCLUDE_DIRS} ${POSTGRES_INCLUDE_DIRS} ${CURL_INCLUDE_DIRS})
