#pragma once
/// A string that never prints itself (no operator<<, no formatter, no implicit conversion) and leaves nothing
/// of itself in memory that it gives back.

#include <string>
#include <utility>

namespace counterpart {

/// Overwrites the text, its unused room too, and makes it empty.
void wipe(std::string& text) noexcept;

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) { wipe(value); }
  ~Secret() { wipe(value_); }
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : value_(std::move(other.value_)) { wipe(other.value_); }
  Secret& operator=(Secret other) noexcept {
    value_.swap(other.value_);
    return *this;
  }

  /// The clear text, to be handed to the library that needs it and kept nowhere else.
  const std::string& reveal() const noexcept { return value_; }
  bool empty() const noexcept { return value_.empty(); }

 private:
  std::string value_;
};

}  // namespace counterpart
