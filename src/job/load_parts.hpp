#pragma once
/// The parts of a job file, each read by its own function. Only load_job.cpp calls them.

#include <vector>

#include "job/job.hpp"
#include "job/toml_table.hpp"

namespace counterpart {

JobSide load_side(TomlTable table, const std::string& default_name);
RestSpec load_rest(TomlTable& table);
void load_pages(TomlTable table, RestSpec& rest);
/// The key `tls` of a table with this `url`.
TlsSpec load_tls(TomlTable& table, const std::string& url);
AuthSpec load_auth(TomlTable table, bool allow_http);
/// A place in a page; throws, pointing at `key`, for what is neither a JSON Pointer nor a JSONPath.
std::string load_path(TomlTable& table, std::string_view key, std::string_view otherwise = "");
void check_path(const TomlTable& table, std::string_view key, const std::string& path);
Pairing load_pairing(TomlTable& match);
std::vector<MatchPart> load_match_parts(TomlTable& match);
/// The key `normalize`: a preset, a step, or a list of steps; no steps if it is not there.
std::vector<NormalizeStep> load_steps(TomlTable& table);
LinkageJob load_linkage(TomlTable& match);
LinkageJob::Compare load_compare(TomlTable& table);
/// The key `levels`, in place of those that `compare` has; its fields and the kind of its values are known.
void load_levels(TomlTable& table, LinkageJob::Compare& compare);
/// `field`, or `left` and `right`.
LinkageJob::Field load_linkage_field(TomlTable& table);
/// The key `day_first`, which only dates have: an error where it stands beside something else.
linkage::SlashOrder load_slashes(TomlTable& table, bool of_dates);
ColumnSpec load_column(TomlTable table, const JobSide& left, const JobSide& right);
OutputSpec load_output(TomlTable table, const JobSide& left, const JobSide& right);

}  // namespace counterpart
