#pragma once
/// Random numbers that are the same on every machine: SplitMix64 (Steele, Lea, Flood 2014).

#include <cstdint>

namespace counterpart::linkage {

/// Spreads the bits of a number; different numbers give different ones.
inline std::uint64_t mixed(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9U;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBU;
  return bits ^ (bits >> 31);
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() { return mixed(state_ += 0x9E3779B97F4A7C15U); }
  /// A number below `bound`, which is not 0 and less than 2^32; all alike but for one part in 2^32.
  std::uint32_t below(std::uint64_t bound) {
    return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32);
  }

 private:
  std::uint64_t state_;
};

}  // namespace counterpart::linkage
