#pragma once
/// The matching semantics of docs/matching.md, written to be read: nested loops over everything, no sorting
/// tricks, no streams.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "counterpart/summary.hpp"
#include "match/matcher.hpp"
#include "text/normalizer.hpp"

namespace counterpart::reference {

/// A person of one side, as the source has it.
struct Person {
  std::int64_t id = 0;
  std::optional<std::string> lastname;
  std::optional<std::string> firstname;
  bool lacks_firstname = false;  ///< the field is not there at all: the record is rejected
  std::string city;              ///< content that is no part of the key

  friend bool operator==(const Person&, const Person&) = default;
};

struct Result {
  std::vector<std::pair<std::int64_t, std::int64_t>> pairs;  ///< (left id, right id), in output order
  std::vector<std::int64_t> unmatched_left;
  std::vector<std::int64_t> unmatched_right;
  std::vector<std::pair<std::string, std::int64_t>> ambiguous;  ///< (side name, id), in output order
  SideLedger left;
  SideLedger right;
};

/// Matches on lastname and firstname, both normalized by `steps`. Conflicting ids are kept.
Result match(const std::vector<Person>& left, const std::vector<Person>& right,
             const std::vector<NormalizeStep>& steps, Pairing pairing);

}  // namespace counterpart::reference
