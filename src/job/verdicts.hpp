#pragma once
/// What people decided of pairs, from a file into rows.

#include <filesystem>
#include <string>
#include <vector>

#include "job/persons.hpp"
#include "match/linkage/decisions.hpp"

namespace counterpart {

/// Reads a review file that somebody filled in (see job/pair_file.hpp); none if `path` is empty. A decision
/// on a record that has changed since, by the digests in the file, or that is gone, is left out with a
/// warning, and so is a pair that is a match in one line and none in another. Warns of records with several
/// matches where the pairing gives each one.
std::vector<linkage::Verdict> read_verdicts(const std::filesystem::path& path, const Job& job,
                                            Persons& persons, std::vector<std::string>& warnings);

}  // namespace counterpart
