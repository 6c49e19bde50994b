# Every library the program stands on, found once. docs/design/dependencies.md says why each is there.
include(LibraryDependencies)
# Of the command line alone:
find_package(CLI11 REQUIRED)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)

add_library(counterpart_dependencies INTERFACE)
target_link_libraries(counterpart_dependencies INTERFACE
  Threads::Threads fmt::fmt ICU::uc ICU::i18n ICU::data simdjson::simdjson PkgConfig::SQLITE PkgConfig::MARIADB PkgConfig::POSTGRES
  PkgConfig::CURL PkgConfig::ZSTD PkgConfig::LZ4 PkgConfig::ZLIB PkgConfig::XXHASH PkgConfig::TOMLPLUSPLUS)
