#pragma once
/// What a load counts of its rows on their way, and which loads a job does not allow.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "record/value.hpp"
#include "sink/sink.hpp"

namespace counterpart {

class LoadTally {
 public:
  /// `place` is how messages call the table. `spec` has to outlive the tally.
  LoadTally(const TableSpec& spec, std::string place);

  /// Takes a compact record and its values. Error(policy) for a null in the key: no two nulls are the same,
  /// so that row would be another one with every load.
  void add(std::string_view record, const std::vector<Value>& values);
  std::uint64_t rows() const noexcept { return rows_; }

  /// Error(policy) for fewer rows than `min_rows`, or than `max_shrink` leaves of the `rows_before` of a
  /// table that is replaced.
  void check_allowed(std::optional<std::uint64_t> rows_before) const;
  /// What the load says of itself. `finished_at` is now.
  LoadRecord record(std::uint64_t rows_after) const;
  /// Two rows of the load have the same key.
  Error key_twice() const;

 private:
  const TableSpec& spec_;
  std::string place_;
  std::vector<std::size_t> key_;  ///< indexes of its columns
  std::uint64_t rows_ = 0;
  RunningDigest digest_;
};

/// "replace", "append", "upsert".
std::string_view mode_name(TableSpec::Mode mode) noexcept;

/// "a, b" of the key, for people.
std::string key_text(const TableSpec& spec);

}  // namespace counterpart
