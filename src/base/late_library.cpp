#include "base/late_library.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <new>
#include <string>

#include "base/file.hpp"

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

/// The loader keeps its error numbers to itself: whether it was short of handles is tried, and of memory it
/// says so.
void refuse_for_scarcity(ErrorKind kind, const char* name, const std::string& why) {
  const Descriptor probe(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!probe) throw system_error(kind, name, errno);
  for (const char* const words :
       {"failed to map segment", "annot allocate memory", "annot create shared object"}) {
    if (why.find(words) != std::string::npos) throw std::bad_alloc();
  }
}

}  // namespace

void* LateLibrary::handle(ErrorKind kind) const {
  void* library = handle_.load(std::memory_order_acquire);
  if (library != nullptr) return library;
  library = ::dlopen(file_of(name_, version_).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const std::string why = ::dlerror();
    refuse_for_scarcity(kind, name_, why);
    throw Error(kind, fmt::format("{} cannot be loaded: {}", name_, why))
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
