# Every library the program stands on, found once. docs/design/dependencies.md says why each is there.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_package(simdjson REQUIRED)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(MARIADB REQUIRED IMPORTED_TARGET libmariadb)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(TOMLPLUSPLUS REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)
find_package(CLI11 REQUIRED)

add_library(counterpart_dependencies INTERFACE)
target_link_libraries(counterpart_dependencies INTERFACE
  Threads::Threads fmt::fmt ICU::uc ICU::i18n ICU::data simdjson::simdjson PkgConfig::SQLITE PkgConfig::MARIADB
  PkgConfig::CURL PkgConfig::ZSTD PkgConfig::ZLIB PkgConfig::XXHASH PkgConfig::TOMLPLUSPLUS)
