#pragma once
/// Reads a REST side to its end, or to its error, and keeps what a test looks at.

#include <filesystem>
#include <string>
#include <vector>

#include "source/source.hpp"

namespace counterpart::test {

/// An API at `url` with records under /users and quick limits: three attempts, a second for everything.
RestSpec quick_spec(const std::string& url);

struct Reading {
  std::vector<std::string> rows;     ///< "1|name 1", batches closed by "--"
  std::vector<std::string> rejects;  ///< "page 2, index 0: reason"
  SourceReport report;
  std::vector<std::string> missing;  ///< lines about fields that no record had
  std::string error;                 ///< "kind code: message | hint"; empty if it was read to the end

  /// The rows without the ends of batches.
  std::size_t count() const;
  std::vector<std::string> records() const;
};

/// Reads the fields id (int64, required), name, and those of `more`.
Reading read_all(const RestSpec& spec, const std::vector<std::string>& more = {},
                 std::uint64_t memory_bytes = 64 << 20);

/// Folders that a reading keeps answers in.
struct Keeping {
  std::filesystem::path record = {};
  std::filesystem::path journal = {};
};
/// The same, of the fields id and name.
Reading read_keeping(const RestSpec& spec, const Keeping& keeping);

/// The records of ids `first` to `last`: "1|name 1".
std::vector<std::string> users_between(unsigned first, unsigned last);

/// What a sound reading of ids 1 to `count`, `size` to a page, gives.
std::vector<std::string> expected_rows(unsigned count, unsigned size);

}  // namespace counterpart::test
