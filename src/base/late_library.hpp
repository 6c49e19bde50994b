#pragma once
/// Shared libraries that are loaded when a function of them is first called: a run takes the memory and the
/// start of what it uses alone, and does without what is not installed.

#include <atomic>

#include "counterpart/error.hpp"

namespace counterpart {

/// One shared library. Loaded once, from any thread, and kept to the end of the process.
class LateLibrary {
 public:
  /// `name` as the linker has it, "libpq", and the version of its interface; `package` as Debian calls what
  /// has it. The texts have to outlive the object.
  constexpr LateLibrary(const char* name, int version, const char* package) noexcept
      : name_(name), version_(version), package_(package) {}

  /// Loads it. Error of this kind, which names the package, if it is not installed.
  void require(ErrorKind kind) const;
  /// Where a function of the library is. Error(internal) if it cannot be loaded or has no such function.
  void* address_of(const char* function) const;

 private:
  void* handle(ErrorKind kind) const;

  const char* name_;
  int version_;
  const char* package_;
  mutable std::atomic<void*> handle_ = nullptr;
};

/// The address of one function, looked for when it is first called.
template <typename Signature>
class LateAddress {
 public:
  constexpr LateAddress(const LateLibrary& library, const char* name) noexcept
      : library_(library), name_(name) {}
  LateAddress(const LateAddress&) = delete;
  LateAddress& operator=(const LateAddress&) = delete;

  Signature* get() const {
    void* found = address_.load(std::memory_order_acquire);
    if (found == nullptr) {
      found = library_.address_of(name_);
      address_.store(found, std::memory_order_release);
    }
    return reinterpret_cast<Signature*>(found);
  }

 private:
  const LateLibrary& library_;
  const char* name_;
  mutable std::atomic<void*> address_ = nullptr;
};

/// Stands for a C function and is called like it. Throws what `LateLibrary::address_of` throws.
template <typename Signature>
class LateFunction;

template <typename Result, typename... Arguments>
class LateFunction<Result(Arguments...)> {
 public:
  constexpr LateFunction(const LateLibrary& library, const char* name) noexcept : address_(library, name) {}
  Result operator()(Arguments... arguments) const { return address_.get()(arguments...); }

 private:
  LateAddress<Result(Arguments...)> address_;
};

/// The same of one with arguments of any number and type.
template <typename Result, typename... Arguments>
class LateFunction<Result(Arguments..., ...)> {
 public:
  constexpr LateFunction(const LateLibrary& library, const char* name) noexcept : address_(library, name) {}
  template <typename... More>
  Result operator()(Arguments... arguments, More... more) const {
    return address_.get()(arguments..., more...);
  }

 private:
  LateAddress<Result(Arguments..., ...)> address_;
};

}  // namespace counterpart

/// Declares what stands for a C function of `library`: `COUNTERPART_LATE(kLibPq, PQfinish);` in a namespace
/// of the house, where its name is found before that of the library's header. Names that a header makes
/// others of, as ICU's are with their version, are taken as they become.
#define COUNTERPART_LATE(library, function) COUNTERPART_LATE_NAMED(library, function)
#define COUNTERPART_LATE_NAMED(library, name)                  \
  inline constinit const LateFunction<decltype(::name)> name { \
    library, #name                                             \
  }
