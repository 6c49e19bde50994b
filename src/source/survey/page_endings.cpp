#include "source/survey/page_endings.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "source/survey/field_words.hpp"
#include "source/survey/page_signs.hpp"

namespace counterpart {
namespace {

using Kind = PagesSpec::Kind;
using Result = Trial::Result;

using Counts = std::vector<std::pair<std::string, std::uint64_t>>;

/// The headers of an answer that hold a whole number.
Counts counts_in_headers(const SeenPage& page) {
  Counts counts;
  for (const auto& [name, value] : page.answer.response.headers) {
    std::uint64_t count = 0;
    const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), count);
    if (!value.empty() && code == std::errc{} && end == value.data() + value.size())
      counts.emplace_back(name, count);
  }
  return counts;
}

/// Records come and go while they are looked at, but not one in a hundred.
bool hardly_moved(std::uint64_t before, std::uint64_t now) {
  return (std::max(before, now) - std::min(before, now)) * 100 <= before;
}

bool is_pages_header(const std::string& name) {
  const std::string word = plain_word(name);
  return word.ends_with("totalpages") || word.ends_with("pagecount") || word.ends_with("pagestotal");
}

/// "X-Total-Count", "X-Total", "X-Pagination-Total".
bool is_items_header(const std::string& name) {
  const std::string word = plain_word(name);
  const bool total = word.find("total") != std::string::npos || word.ends_with("resultcount") ||
                     word.ends_with("recordcount") || word.ends_with("itemcount");
  return total && !is_pages_header(name);
}

class Endings {
 public:
  Endings(ApiLook& look, Trial trial)
      : look_(look),
        trial_(std::move(trial)),
        first_(page_signs(trial_.first->page, trial_.spec.records)),
        here_(trial_.first_records.size()),
        seen_(here_ + trial_.second_records.size()) {
    if (trial_.second != nullptr) second_ = page_signs(trial_.second->page, trial_.spec.records);
  }

  Trial take() {
    add_total_items();
    const Kind kind = trial_.spec.pages.kind;
    if (kind == Kind::page) add_total_pages();
    // A chain ends where it leads nowhere; a token that is there to the last needs the flag.
    const bool counted = has_totals(trial_.spec.pages);
    if (kind == Kind::cursor || kind == Kind::keyset ||
        ((kind == Kind::page || kind == Kind::offset) && !counted))
      add_has_more();
    return std::move(trial_);
  }

 private:
  bool more() const { return trial_.result == Result::two_pages; }

  /// What the second page says at the same place; null if it says nothing there.
  const PageSign* again(const PageSign& sign) const {
    const auto at = std::find_if(second_.begin(), second_.end(), [&sign](const PageSign& other) {
      return other.path == sign.path && other.kind == sign.kind;
    });
    return at == second_.end() ? nullptr : &*at;
  }

  bool fits_items(const PageSign& sign) const {
    if (!may_be_total_items(sign)) return false;
    if (!more()) return sign.count == here_ && means_all_items(sign);
    const PageSign* other = again(sign);
    return other != nullptr && hardly_moved(sign.count, other->count) && sign.count >= seen_;
  }

  bool fits_pages(const PageSign& sign) const {
    if (!may_be_total_pages(sign)) return false;
    if (!more()) return sign.count == 1;
    const PageSign* other = again(sign);
    if (other == nullptr || other->count != sign.count || sign.count < 2) return false;
    return total_ == 0 || sign.count == (total_ + here_ - 1) / here_;
  }

  bool fits_more(const PageSign& sign) const {
    return may_be_has_more(sign) && sign.flag == more() && (!more() || again(sign) != nullptr);
  }

  /// Takes the change to the pages if they still read as before with it.
  bool take_if_good(std::string PagesSpec::*ending, const std::string& place) {
    RestSpec spec = trial_.spec;
    spec.pages.*ending = place;
    Trial again = try_pages(look_, spec);
    const bool good = again.result == trial_.result ||
                      (trial_.result == Result::empty_end && again.result == Result::one_page);
    if (good) trial_ = std::move(again);
    return good;
  }

  void add_total_items() {
    for (const bool sure : {true, false}) {
      for (const PageSign& sign : first_) {
        if (means_all_items(sign) != sure || !fits_items(sign)) continue;
        if (!take_if_good(&PagesSpec::total_items, sign.path)) continue;
        total_ = sign.count;
        return;
      }
    }
    for (const auto& [name, count] : counts_in_headers(*trial_.first)) {
      if (!is_items_header(name) || (more() ? count < seen_ : count != here_) || !stays(name, count))
        continue;
      if (!take_if_good(&PagesSpec::total_items_header, name)) continue;
      total_ = count;
      return;
    }
  }

  void add_total_pages() {
    // "last" can be the number of the last page, or something else.
    for (const bool sure : {true, false}) {
      for (const PageSign& sign : first_) {
        if ((sign.word != "last") == sure && sign.path != trial_.spec.pages.total_items && fits_pages(sign) &&
            take_if_good(&PagesSpec::total_pages, sign.path))
          return;
      }
    }
    if (total_ != 0) return;
    for (const auto& [name, count] : counts_in_headers(*trial_.first)) {
      const bool fits = is_pages_header(name) && (more() ? count > 1 : count == 1) && stays(name, count);
      if (fits && take_if_good(&PagesSpec::total_pages_header, name)) return;
    }
  }

  void add_has_more() {
    for (const PageSign& sign : first_) {
      if (fits_more(sign) && take_if_good(&PagesSpec::has_more, sign.path)) return;
    }
  }

  /// True if the second page, where there is one, has this header with about the same count.
  bool stays(const std::string& name, std::uint64_t count) const {
    if (trial_.second == nullptr) return true;
    const Counts counts = counts_in_headers(*trial_.second);
    return std::any_of(counts.begin(), counts.end(), [&](const auto& header) {
      return header.first == name && hardly_moved(count, header.second);
    });
  }

  ApiLook& look_;
  Trial trial_;
  std::vector<PageSign> first_;
  std::vector<PageSign> second_;
  std::uint64_t here_;
  std::uint64_t seen_;
  std::uint64_t total_ = 0;
};

}  // namespace

std::optional<std::uint64_t> total_of(const SeenPage& page, const PagesSpec& pages) {
  if (!pages.total_items.empty())
    return page.page.count_at(JsonPath::parse(pages.total_items, ErrorKind::internal));
  for (const auto& [name, count] : counts_in_headers(page)) {
    if (name == pages.total_items_header) return count;
  }
  return std::nullopt;
}

Trial with_endings(ApiLook& look, Trial trial) {
  if (trial.result == Result::refused) return trial;
  return Endings(look, std::move(trial)).take();
}

}  // namespace counterpart
