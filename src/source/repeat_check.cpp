#include "source/repeat_check.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/digest.hpp"

namespace counterpart {

void RepeatCheck::add(const std::string& digest, const Paginator& paginator, const PageFacts& facts) {
  const std::string before = std::exchange(before_, digest);
  if (!std::exchange(any_, true)) first_ = digest;
  if (digest.empty() || seen_.add(digest64(digest))) return;
  // Where one record is a page, one that came twice is a duplicate like any other.
  if (facts.records == 1 && digest != before) return;
  const std::uint64_t number = paginator.number(facts.index);
  const std::string turning = paginator.turning();
  throw Error(ErrorKind::api,
              fmt::format("page {} repeats {}{}", number,
                          digest == before ? fmt::format("page {}", number - 1) : "a page that came before",
                          turning.empty() ? "" : ": does the API know " + turning + "?"))
      .hint(
          "set param to the name by which the API turns its pages; or the data changed while it was read: "
          "run again");
}

}  // namespace counterpart
