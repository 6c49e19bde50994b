#pragma once
/// The pairs of records that are known to be of one person, from a file into rows.

#include <filesystem>
#include <string>
#include <vector>

#include "job/persons.hpp"
#include "match/linkage/judging.hpp"

namespace counterpart {

/// Distinct pairs, by left row, then right row; of one side the smaller row is the left one. Lines with ids
/// that no record has are left out, with a warning, and so are pairs that are a match in one line and none in
/// another. Error(source) if no line is of use.
std::vector<linkage::TruePair> read_truth(const std::filesystem::path& path, const Job& job, Persons& persons,
                                          std::vector<std::string>& warnings);

}  // namespace counterpart
