#pragma once
/// A trained model as a file: TOML of our own, or the JSON that Splink saves.

#include <filesystem>
#include <string>
#include <vector>

#include "match/linkage/model.hpp"

namespace counterpart {

/// TOML: version, λ, and for each comparison how its values are made, and its levels with what they stand
/// for, m, u and where these are from. Shortest numbers that read back the same.
std::string model_text(const linkage::Spec& spec, const linkage::Model& model);

/// Reads what `model_text` made, or a Splink model (by its ending .json): comparisons by name, levels in
/// their order. Adds a warning for each level that Splink did not train. Error(job_file) naming the first
/// difference if the file is of other comparisons or levels than `spec`.
linkage::Model read_model(const std::filesystem::path& path, const linkage::Spec& spec,
                          std::vector<std::string>& warnings);

}  // namespace counterpart
