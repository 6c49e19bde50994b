#pragma once
/// Letters of other scripts in Latin ones, and those in ASCII, where ICU knows how.

#include <memory>
#include <string>

namespace counterpart {

/// ICU's "Any-Latin; Latin-ASCII". Its rules take some megabytes and milliseconds, and the library that has
/// them another: they are loaded with the first text. Not thread-safe.
class Romaniser {
 public:
  Romaniser();
  ~Romaniser();
  Romaniser(Romaniser&&) noexcept;
  Romaniser& operator=(Romaniser&&) noexcept;

  /// Rewrites UTF-8 in place; what has no like in ASCII stays. Error(internal) if ICU cannot.
  void romanise(std::string& text);

 private:
  struct Rules;
  std::unique_ptr<Rules> rules_;
};

}  // namespace counterpart
