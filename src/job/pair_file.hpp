#pragma once
/// Small CSV files about pairs of records, by their ids: labels to train on, a truth to judge by, verdicts of
/// people.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace counterpart {

/// A line that says of two records whether they are one person.
struct NamedPair {
  std::uint64_t line = 0;
  std::string left;  ///< ids as text
  std::string right;
  bool match = true;
  std::string left_digest;  ///< of the records that it was said of; empty: of whatever they hold
  std::string right_digest;
};

/// A line that says which person a record is of.
struct NamedMember {
  std::uint64_t line = 0;
  std::string side;  ///< empty: the file has no column `side`
  std::string id;
  std::string cluster;
};

/// A pair file has a header with the columns left_id and right_id (also with the sides' names in front:
/// internal_id), or, for one side, id and other_id. Optional: `match` (or `decision`, `label`), which is
/// 1, true, yes, match or 0, false, no, none; a pair without one is left out. Without that column each line
/// is a match. Also `left_digest` and `right_digest`. Error(source) with FILE:LINE for what is none of this.
std::vector<NamedPair> read_pair_file(const std::filesystem::path& path, const std::string& left_name,
                                      const std::string& right_name);

/// A cluster file has the columns id and cluster, and for two sides `side` (left, right or a side's name).
/// Nothing if the header has no `cluster`: it may be a pair file.
std::optional<std::vector<NamedMember>> read_cluster_file(const std::filesystem::path& path);

}  // namespace counterpart
