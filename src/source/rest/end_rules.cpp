#include "source/rest/end_rules.hpp"

namespace counterpart {

std::optional<std::string> EndRules::after(const PageFacts& facts, const Announced& announced,
                                           std::uint64_t pages_read) {
  empty_in_a_row_ = facts.records == 0 ? empty_in_a_row_ + 1 : 0;
  if (facts.total_pages == 0U && facts.records != 0) {
    throw Error(ErrorKind::api, "total_pages is 0 on a page with records")
        .hint("leave total_pages out of the job file: it does not count");
  }
  if (empty_page_ && facts.records == 0) return "empty_page";
  const bool behind_the_end = facts.records == 0 && announced.fell_short(pages_read, facts.received);
  const bool more_pages = facts.total_pages && *announced.pages.most > pages_read && !behind_the_end;
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

std::optional<std::string> EndRules::after_link(const PageFacts& facts, const Announced& announced) const {
  if (facts.records == 0 && (empty_page_ || keyset_)) return "empty_page";
  if (facts.has_more == false) return "has_more";
  if (!facts.next) {
    if (facts.has_more != true) return "no_next";
    throw Error(ErrorKind::api, "says that there is more, but gives no way to it")
        .hint("check where the next link or token is in a page");
  }
  if (facts.records != 0) return std::nullopt;
  if (announced.items.most && facts.received >= *announced.items.most) return "total_items";
  if (announced.pages.most && facts.index >= *announced.pages.most) return "total_pages";
  return std::nullopt;
}

}  // namespace counterpart
