#pragma once
/// The model that Splink saves as JSON (its "settings" with trained probabilities), as plain values.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace counterpart {

struct SplinkModel {
  struct Level {
    std::string label;
    std::optional<double> m;  ///< none: no pair of one person was met at this level
    std::optional<double> u;
  };
  struct Comparison {
    std::string name;           ///< output_column_name
    std::vector<Level> levels;  ///< best first, that of nulls left out
  };
  double lambda = 0;  ///< probability_two_random_records_match
  std::vector<Comparison> comparisons;
};

/// Error(job_file) if the file is no such model, or one that was not trained: a comparison has no level with
/// both m and u.
SplinkModel read_splink_model(const std::filesystem::path& path);

}  // namespace counterpart
