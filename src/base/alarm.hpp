#pragma once
/// What a thread that waits in poll() for a descriptor can be woken with.

#include "base/file.hpp"

namespace counterpart {

class Alarm {
 public:
  /// Error(internal) where the system has no descriptors left.
  Alarm();

  /// Makes `fd()` readable until `drain()`. From any thread.
  void ring() const noexcept;
  void drain() const noexcept;
  /// To be waited for with POLLIN.
  int fd() const noexcept { return rung_.get(); }

 private:
  Descriptor rung_;  ///< a pipe: what is written to `bell_` makes it readable
  Descriptor bell_;
};

}  // namespace counterpart
