#pragma once
/// From digests of keys to small numbers.

#include <cstdint>
#include <memory>
#include <vector>

#include "match/linkage/block_keys.hpp"
#include "match/linkage/person_table.hpp"

namespace counterpart::linkage {

struct BlockCodes {
  std::vector<Code> left;
  std::vector<Code> right;
};

/// Numbers keys, one rule after the other in the same memory.
class KeyNumbering {
 public:
  static constexpr std::uint64_t kRowBytes = 12;  ///< that it takes for each row of both sides

  KeyNumbering();
  ~KeyNumbering();
  KeyNumbering(KeyNumbering&&) noexcept;

  /// Numbers the keys of a rule from 1 on; 0 stays 0, and so does a key without a pair: one that stands on
  /// one side alone, or once if there is one side (`right` is empty then).
  BlockCodes number(const RuleKeys& left, const RuleKeys& right, bool one_side);

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace counterpart::linkage
