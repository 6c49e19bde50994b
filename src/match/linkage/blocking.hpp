#pragma once
/// Which pairs of records are looked at: those that share the key of a blocking rule.

#include <cstdint>
#include <string>
#include <vector>

#include "match/linkage/date_digits.hpp"
#include "text/normalizer.hpp"

namespace counterpart::linkage {

enum class PhoneticCode : std::uint8_t { none, soundex, metaphone };

/// One part of a rule's key, made in this order: normalize, substring, code.
struct BlockPart {
  std::size_t left = 0;  ///< index among the fields that the side reads; other than `right` where swapped
  std::size_t right = 0;
  std::vector<NormalizeStep> steps;
  bool date = false;  ///< made a "19560409" as comparisons of dates do, before the substring
  SlashOrder slashes = SlashOrder::unknown;  ///< of dates
  std::uint32_t from = 0;                    ///< characters to leave out at the front
  std::uint32_t length = 0;                  ///< characters to keep; 0: all
  PhoneticCode code = PhoneticCode::none;
};

/// Two records are candidates if all parts are equal and none is null or empty.
struct BlockRule {
  std::string name;  ///< "surname, dob": what messages call it
  std::vector<BlockPart> parts;
  /// Pairs that share this rule's key are nearly always of one person: λ is estimated from such rules.
  bool strict = false;
};

/// Whether it compares different fields of the two records, as for swapped names. Of one side it then looks
/// at pairs of a record and a later one in this order alone: all of them if it is the same the other way
/// round.
inline bool is_crossed(const BlockRule& rule) {
  for (const BlockPart& part : rule.parts)
    if (part.left != part.right) return true;
  return false;
}

}  // namespace counterpart::linkage
