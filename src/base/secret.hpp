#pragma once
/// A string that never prints itself: no operator<<, no formatter, no implicit conversion.

#include <string>
#include <utility>

namespace counterpart {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  /// The clear text, to be handed to the library that needs it and kept nowhere else.
  const std::string& reveal() const noexcept { return value_; }
  bool empty() const noexcept { return value_.empty(); }

 private:
  std::string value_;
};

}  // namespace counterpart
