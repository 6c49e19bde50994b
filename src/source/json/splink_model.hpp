#pragma once
/// The model that Splink saves as JSON (its "settings" with trained probabilities), as plain values.

#include <filesystem>
#include <string>
#include <vector>

namespace counterpart {

struct SplinkModel {
  struct Level {
    std::string label;
    double m = 0;
    double u = 0;
  };
  struct Comparison {
    std::string name;           ///< output_column_name
    std::vector<Level> levels;  ///< best first, that of nulls left out
  };
  double lambda = 0;  ///< probability_two_random_records_match
  std::vector<Comparison> comparisons;
};

/// Error(job_file) if the file is no such model, or one that was not trained: a level lacks its m or u.
SplinkModel read_splink_model(const std::filesystem::path& path);

}  // namespace counterpart
