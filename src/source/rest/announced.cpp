#include "source/rest/announced.hpp"

#include <algorithm>

namespace counterpart {

void Total::take(std::optional<std::uint64_t> said) {
  if (!said) return;
  if (most && *said < *most && !fell_to) fell_to = said;
  most = std::max(most, said);
  least = least ? std::min(least, said) : said;
  now = said;
}

bool Announced::fell_short(std::uint64_t pages_read, std::uint64_t items_read) const {
  if (pages.now) return pages.fell_to && pages_read >= *pages.now;
  return items.fell_to && items_read >= *items.now;
}

}  // namespace counterpart
