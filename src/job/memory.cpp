#include "job/memory.hpp"

#include <algorithm>

#include "base/file.hpp"

namespace counterpart {
namespace {

constexpr std::uint64_t kProgramBytes = 24ULL << 20;  // code, libraries, stacks, output buffers

/// One side's half of what the program leaves.
std::uint64_t half_of(std::uint64_t memory_bytes) {
  return std::max(memory_bytes - std::min(memory_bytes, kProgramBytes), memory_bytes / 4) / 2;
}

}  // namespace

SideLimits side_limits(std::uint64_t memory_bytes) {
  const std::uint64_t side = half_of(memory_bytes);
  return {side / 100 * 75, side / 100 * 10, temporary_folder()};
}

SideLimits linkage_limits(std::uint64_t memory_bytes) {
  const std::uint64_t side = half_of(memory_bytes);
  return {side / 100 * 10, side / 100 * 10, temporary_folder()};
}

std::uint64_t linkage_record_bytes(std::uint64_t memory_bytes) {
  return half_of(memory_bytes) / 100 * 15;
}

std::uint64_t linkage_person_bytes(std::uint64_t memory_bytes) {
  return 2 * (half_of(memory_bytes) / 100 * 70);
}

std::uint64_t source_memory(std::uint64_t memory_bytes) {
  return half_of(memory_bytes) / 100 * 15;
}

}  // namespace counterpart
