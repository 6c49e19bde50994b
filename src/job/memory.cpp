#include "job/memory.hpp"

#include <algorithm>

#include "base/file.hpp"

namespace counterpart {
namespace {

// What is sorted, or only told of in the end, costs little on a disk: the persons have to be in memory.
constexpr std::uint64_t kMostLinkageSort = 12ULL << 20;
constexpr std::uint64_t kMostLinkageIds = 12ULL << 20;
constexpr std::uint64_t kMostLinkageRecords = 16ULL << 20;

// What does not fit waits in the network, so that this bounds memory and not speed.
constexpr std::uint64_t kStreamedPages = 1ULL << 20;

constexpr std::uint64_t kProgramBytes = 24ULL << 20;  // code, libraries, stacks, output buffers

/// Of one side, in hundredths. Pages wait in memory; of a file or a table it is a few buffers and one record.
unsigned source_share(const SourceSpec& source) {
  return std::holds_alternative<RestSpec>(source) ? 15 : 4;
}

/// One side's half of what the program leaves.
std::uint64_t half_of(std::uint64_t memory_bytes) {
  return std::max(memory_bytes - std::min(memory_bytes, kProgramBytes), memory_bytes / 4) / 2;
}

}  // namespace

SideLimits side_limits(std::uint64_t memory_bytes, const SourceSpec& source) {
  const std::uint64_t side = half_of(memory_bytes);
  return {side / 100 * (90 - source_share(source)), side / 100 * 10, temporary_folder()};
}

std::uint64_t group_memory(std::uint64_t memory_bytes) {
  return half_of(memory_bytes) / 100 * 5;
}

SideLimits linkage_limits(std::uint64_t memory_bytes) {
  const std::uint64_t tenth = half_of(memory_bytes) / 10;
  return {std::min(tenth, kMostLinkageSort), std::min(tenth, kMostLinkageIds), temporary_folder()};
}

std::uint64_t linkage_record_bytes(std::uint64_t memory_bytes) {
  return std::min(half_of(memory_bytes) / 100 * 15, kMostLinkageRecords);
}

std::uint64_t linkage_person_bytes(std::uint64_t memory_bytes) {
  const SideLimits limits = linkage_limits(memory_bytes);
  return 2 * (half_of(memory_bytes) - limits.sort_memory_bytes - limits.id_memory_bytes -
              linkage_record_bytes(memory_bytes));
}

std::uint64_t linkage_memory_for(std::uint64_t person_bytes) {
  constexpr std::uint64_t kStep = 8ULL << 20;
  std::uint64_t memory = kStep;
  while (linkage_person_bytes(memory) < person_bytes) memory += kStep;
  return memory;
}

std::uint64_t source_memory(std::uint64_t memory_bytes, const SourceSpec& source) {
  return half_of(memory_bytes) / 100 * source_share(source);
}

std::uint64_t streamed_page_memory(std::uint64_t memory_bytes) {
  return std::min(source_memory(memory_bytes, RestSpec{}), kStreamedPages);
}

}  // namespace counterpart
