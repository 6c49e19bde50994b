#pragma once
/// Pages that came before: an API that does not know the parameter which turns its pages gives the same one
/// for ever.

#include <cstdint>
#include <string>

#include "source/rest/digest_set.hpp"
#include "source/rest/walks.hpp"

namespace counterpart {

class RepeatCheck {
 public:
  /// Takes note of the records of the page of `walk` that was read last, by their digest, empty if it has
  /// none. True for a page that is given again behind an end that fell: a shortfall, and no circle. Throws
  /// Error(api) if they came before otherwise.
  bool add(const std::string& digest, Walk& walk, std::uint64_t index);
  /// True for the records of the page that came first.
  bool is_first(const std::string& digest) const { return digest == first_; }

 private:
  DigestSet seen_;     ///< of all pages with records
  std::string first_;  ///< of the first page
  bool any_ = false;
};

}  // namespace counterpart
