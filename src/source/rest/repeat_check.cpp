#include "source/rest/repeat_check.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/digest.hpp"

namespace counterpart {

bool RepeatCheck::add(const std::string& digest, Walk& walk, std::uint64_t index) {
  const std::string before = std::exchange(walk.last_digest, digest);
  if (!std::exchange(any_, true)) first_ = digest;
  if (digest.empty() || seen_.add(digest64(digest))) return false;
  // Some APIs give their last page again behind their end.
  if (walk.paginator->announced().fell_short(index, walk.received - walk.last)) return true;
  // Where one record is a page, one that came twice is a duplicate like any other.
  if (walk.last == 1 && digest != before) return false;
  const std::uint64_t number = walk.paginator->number(index);
  if (index == 0) {
    throw Error(ErrorKind::api, fmt::format("page {} repeats a page of another partition", number))
        .hint("set partitions, under [pages], to parameters that the API knows, and that share no records");
  }
  const std::string turning = walk.paginator->turning();
  throw Error(ErrorKind::api,
              fmt::format("page {} repeats {}{}", number,
                          digest == before ? fmt::format("page {}", number - 1) : "a page that came before",
                          turning.empty() ? "" : ": does the API know " + turning + "?"))
      .hint(
          "set param to the name by which the API turns its pages; or the data changed while it was read: "
          "run again");
}

}  // namespace counterpart
