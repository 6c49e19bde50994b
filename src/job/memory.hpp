#pragma once
/// How the memory of a run is shared out.

#include <cstdint>

#include "match/side_reader.hpp"
#include "source/source.hpp"

namespace counterpart {

/// What one side of a run with this budget may take, beside its source.
SideLimits side_limits(std::uint64_t memory_bytes, const SourceSpec& source);
/// What the pairing may keep of a group.
std::uint64_t group_memory(std::uint64_t memory_bytes);
/// The same of a probabilistic run: most of the budget is for the persons of both sides.
SideLimits linkage_limits(std::uint64_t memory_bytes);
/// What the records of one side may take in memory there.
std::uint64_t linkage_record_bytes(std::uint64_t memory_bytes);
/// What both sides' persons may take: the rest.
std::uint64_t linkage_person_bytes(std::uint64_t memory_bytes);
/// The least budget with which they may take so much.
std::uint64_t linkage_memory_for(std::uint64_t person_bytes);
/// And its source, for buffers and pages in flight.
std::uint64_t source_memory(std::uint64_t memory_bytes, const SourceSpec& source);
/// The same of an API whose pages are matched while they come: enough to keep a network busy.
std::uint64_t streamed_page_memory(std::uint64_t memory_bytes);

}  // namespace counterpart
