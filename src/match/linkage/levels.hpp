#pragma once
/// From two values to the level at which a comparison ends.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "match/linkage/comparison.hpp"
#include "record/value.hpp"

namespace counterpart::linkage {

/// Makes the values of one comparison comparable. Not thread-safe: each thread has its own.
class ValueMaker {
 public:
  explicit ValueMaker(const Comparison& comparison);
  ~ValueMaker();
  ValueMaker(ValueMaker&&) noexcept;

  /// `values` has one for each of the comparison's fields, of one side. The parts are joined by 0x1f
  /// (kPartSeparator); empty if all are null, which makes the value null.
  void make(const std::vector<Value>& values, std::string& out);

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

/// Finds levels. Not thread-safe; it may keep what it knows of the last left value, so that calls with the
/// same left value in a row are fast.
class LevelFinder {
 public:
  /// `comparison` has to outlive it.
  explicit LevelFinder(const Comparison& comparison);
  ~LevelFinder();
  LevelFinder(LevelFinder&&) noexcept;

  /// Index of the first level that holds for two values that `ValueMaker` made, neither empty.
  std::uint8_t level(std::string_view left, std::string_view right);
  /// The same for many right values: `out[i]` for `right[i]`.
  void levels(std::string_view left, std::span<const std::string_view> right, std::uint8_t* out);

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace counterpart::linkage
