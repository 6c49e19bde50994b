#pragma once
/// What a run is doing right now: counters that the working threads bump and a display reads. Never part of a
/// result.

#include <atomic>
#include <cstdint>

namespace counterpart {

enum class Phase : std::uint8_t { connecting, reading, ordering, matching, done };

struct SideProgress {
  std::atomic<Phase> phase{Phase::connecting};
  std::atomic<std::uint64_t> records{0};
  std::atomic<std::uint64_t> bytes{0};        ///< decoded bytes received
  std::atomic<std::uint64_t> pages{0};        ///< 0 for sources without pages
  std::atomic<std::uint64_t> pages_total{0};  ///< as the source says; 0 while unknown
};

struct RunProgress {
  SideProgress left;
  SideProgress right;
  std::atomic<std::uint64_t> matches{0};
};

}  // namespace counterpart
