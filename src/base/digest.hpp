#pragma once
/// XXH3 (xxHash) digests: fast, stable across machines, not cryptographic.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct XXH3_state_s;

namespace counterpart {

/// 128 bits that stand for some bytes.
struct Digest128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend bool operator==(const Digest128&, const Digest128&) = default;
};

Digest128 digest128(std::string_view bytes) noexcept;
std::uint64_t digest64(std::string_view bytes) noexcept;

/// A running XXH3-128 over a sequence of byte strings; each is framed by its length, so ("ab","c") ≠
/// ("a","bc").
class RunningDigest {
 public:
  RunningDigest();
  ~RunningDigest();
  void add(std::string_view bytes);
  /// 32 hexadecimal digits of all that was added so far.
  std::string hex() const;

 private:
  struct Free {
    void operator()(XXH3_state_s* state) const noexcept;
  };
  std::unique_ptr<XXH3_state_s, Free> state_;
};

}  // namespace counterpart
