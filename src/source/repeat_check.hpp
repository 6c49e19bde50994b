#pragma once
/// Pages that came before: an API that does not know the parameter which turns its pages gives the same one
/// for ever.

#include <cstdint>
#include <string>

#include "source/digest_set.hpp"
#include "source/paginator.hpp"

namespace counterpart {

class RepeatCheck {
 public:
  /// Takes note of the records of a page by their digest, empty if it has none. Throws Error(api) if they
  /// came before; `paginator` and `facts` are those of the page.
  void add(const std::string& digest, const Paginator& paginator, const PageFacts& facts);
  /// True for the records of the page that came first.
  bool is_first(const std::string& digest) const { return digest == first_; }

 private:
  DigestSet seen_;      ///< of all pages with records
  std::string first_;   ///< of the first page
  std::string before_;  ///< of the page before
  bool any_ = false;
};

}  // namespace counterpart
