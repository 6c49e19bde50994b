#pragma once
/// Two sides met by how likely records are of one person.

#include <memory>

#include "job/meeting.hpp"

namespace counterpart {

std::unique_ptr<Meeting> make_linkage_meeting(const Job& job, const Plan& plan, const RunOptions& options,
                                              const CancelToken& cancel);

}  // namespace counterpart
