#include "source/end_rules.hpp"

namespace counterpart {

std::optional<std::string> EndRules::after(const PageFacts& facts, const Announced& announced) {
  empty_in_a_row_ = facts.records == 0 ? empty_in_a_row_ + 1 : 0;
  const std::uint64_t read = facts.index + 1;
  if (facts.total_pages == 0U && facts.records != 0) {
    throw Error(ErrorKind::api, "total_pages is 0 on a page with records")
        .hint("leave total_pages out of the job file: it does not count");
  }
  const bool behind_the_end = facts.records == 0 && announced.fell_short(read, facts.received);
  const bool more_pages = facts.total_pages && *announced.pages.most > read && !behind_the_end;
  if (more_pages || facts.has_more == true) return std::nullopt;
  if (facts.total_pages) return "total_pages";
  if (facts.has_more) return "has_more";
  if (facts.total_items) {
    if (facts.received >= *announced.items.most || behind_the_end) return "total_items";
    if (empty_in_a_row_ < 2) return std::nullopt;
  }
  if (facts.records == 0) return "empty_page";
  return std::nullopt;
}

}  // namespace counterpart
