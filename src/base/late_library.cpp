#include "base/late_library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <string>

namespace counterpart {
namespace {

/// As the system's loader knows it.
std::string file_of(const char* name, int version) {
#ifdef __APPLE__
  return fmt::format("{}.{}.dylib", name, version);
#else
  return fmt::format("{}.so.{}", name, version);
#endif
}

}  // namespace

void* LateLibrary::handle(ErrorKind kind) const {
  void* library = handle_.load(std::memory_order_acquire);
  if (library != nullptr) return library;
  library = ::dlopen(file_of(name_, version_).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    throw Error(kind, fmt::format("{} cannot be loaded: {}", name_, ::dlerror()))
        .hint(fmt::format("install it (on Debian: apt-get install {})", package_));
  }
  // Whoever loads it at the same time gets the same one: the system counts, and none is given back.
  handle_.store(library, std::memory_order_release);
  return library;
}

void LateLibrary::require(ErrorKind kind) const {
  handle(kind);
}

void* LateLibrary::address_of(const char* function) const {
  void* const address = ::dlsym(handle(ErrorKind::internal), function);
  if (address == nullptr) {
    throw Error(ErrorKind::internal, fmt::format("{}: {}", file_of(name_, version_), ::dlerror()))
        .hint(fmt::format("its version may be older than what the program was built with: upgrade {}",
                          package_));
  }
  return address;
}

}  // namespace counterpart
