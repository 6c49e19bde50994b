#pragma once
/// The parts of a job file, each read by its own function. Only load_job.cpp calls them.

#include <vector>

#include "job/job.hpp"
#include "job/toml_table.hpp"

namespace counterpart {

JobSide load_side(TomlTable table, const std::string& default_name);
RestSpec load_rest(TomlTable& table);
Pairing load_pairing(TomlTable& match);
std::vector<MatchPart> load_match_parts(TomlTable& match);
ColumnSpec load_column(TomlTable table, const JobSide& left, const JobSide& right);
OutputSpec load_output(TomlTable table, const JobSide& left, const JobSide& right);

}  // namespace counterpart
