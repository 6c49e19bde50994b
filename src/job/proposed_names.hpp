#pragma once
/// Names that a proposed job gives: of its sides, by where they are, and of its columns, by their fields.

#include <string>

#include "job/propose_job.hpp"

namespace counterpart {

/// "practice_city" of "practice.city", "last_name" of "attributes.last-name".
std::string column_name(const std::string& field);

/// Names both sides: by the file, the database or the host; with what their records are where that is the
/// same; "left" and "right" where all of it is.
void name_sides(JobProposal& job);

}  // namespace counterpart
