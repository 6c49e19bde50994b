#pragma once
/// Finds ids that come more than once in a side, whatever their keys.

#include <cstdint>
#include <string>
#include <string_view>

#include "order/external_sort.hpp"

namespace counterpart {

/// Ids with a 128-bit digest of each record's content, put in order to find repeats. Exact but for collisions
/// of the digest.
class IdCheck {
 public:
  explicit IdCheck(SortLimits limits) : sort_(std::move(limits)) {}

  void add(std::string_view id, std::string_view record, bool keyless);

  struct Result {
    std::uint64_t conflicts = 0;           ///< records whose id came before with other content
    std::uint64_t duplicates = 0;          ///< records that came before as they are
    std::uint64_t keyless_duplicates = 0;  ///< those of them that have no key
    std::string first_conflict;            ///< the id, in clear
  };
  /// Once, after the last `add`.
  Result finish();

  std::uint64_t spilled_bytes() const { return sort_.spilled_bytes(); }

 private:
  ExternalSort sort_;
  std::string payload_;
};

}  // namespace counterpart
