#pragma once
/// Probabilistic matching as a job file says it: fields are names still.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "match/linkage/model.hpp"

namespace counterpart {

struct LinkageJob {
  /// A part of a blocking rule: one field of each side, and what is made of it.
  struct Part {
    std::string left;
    std::string right;
    linkage::BlockPart part;  ///< without its fields
  };
  struct Block {
    std::string name;
    std::vector<Part> parts;
    bool strict = false;
  };
  /// A field of each side that is compared; two of them for a forename and a surname.
  struct Field {
    std::string left;
    std::string right;
  };
  struct Compare {
    linkage::Comparison comparison;  ///< without the indexes of its fields
    std::vector<Field> fields;
    std::vector<linkage::LevelOdds> fixed;  ///< by level; Origin::fixed where the job says m or u
  };

  std::vector<Block> blocks;
  std::vector<Compare> comparisons;
  linkage::Spec settings;        ///< without blocks and comparisons
  std::filesystem::path model;   ///< to use instead of training; empty: none
  std::filesystem::path labels;  ///< pairs to train on; empty: none
};

}  // namespace counterpart
