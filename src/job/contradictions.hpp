#pragma once
/// Pairs of which one file says that they are a match, and that they are none.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "job/persons.hpp"

namespace counterpart {

/// What a line of a file says of two rows.
struct DecidedPair {
  linkage::Row left = 0;
  linkage::Row right = 0;
  bool match = false;
  std::uint64_t line = 0;
};

/// A pair and the first line that says something else of it than the line before did.
struct Contradiction {
  linkage::Row left = 0;
  linkage::Row right = 0;
  bool match = false;  ///< what `line` says
  std::uint64_t line = 0;
  std::uint64_t other_line = 0;
};

/// Takes all lines of such pairs out of `pairs`, the others stay in their order. One for each pair, by line.
std::vector<Contradiction> take_out_contradictions(std::vector<DecidedPair>& pairs);

/// "L1 and R1 are none here, and a match in line 2": ids are shown, as a terminal may see them.
std::string contradiction_text(const Contradiction& found, Persons& persons);
/// A warning with FILE:LINE for each of the first few, and one with the number of the others.
void warn_of_contradictions(const std::vector<Contradiction>& found, const std::filesystem::path& path,
                            Persons& persons, std::vector<std::string>& warnings);

}  // namespace counterpart
