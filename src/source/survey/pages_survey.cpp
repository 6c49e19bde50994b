#include "source/survey/pages_survey.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/size.hpp"
#include "source/rest/rest_request.hpp"
#include "source/rest/turning.hpp"
#include "source/survey/page_endings.hpp"
#include "source/survey/page_evidence.hpp"
#include "source/survey/page_signs.hpp"
#include "source/survey/page_size_survey.hpp"
#include "source/survey/page_tries.hpp"

namespace counterpart {
namespace {

using Kind = PagesSpec::Kind;
using Result = Trial::Result;

/// A page has a multiple of so many records; a side has so only by chance.
constexpr std::size_t kFewestOfAPage = 10;

RestSpec plain(const RestSpec& spec) {
  RestSpec made = spec;
  made.pages = {};
  made.pages.kind = Kind::none;
  return made;
}

class PagesSurvey {
 public:
  PagesSurvey(ApiLook& look, const RestSpec& spec, std::string_view thing)
      : look_(look), spec_(plain(spec)), thing_(thing) {}

  PagesFound find() {
    std::optional<Trial> trial = of_page(look_.ask(first_request(spec_)), spec_);
    if (!trial) trial = when_asked_for();
    if (!trial) trial = in_smaller_pages(spec_);
    found_.proved = trial.has_value();
    found_.trial = trial ? std::move(*trial) : unproved();
    note_pages();
    return std::move(found_);
  }

 private:
  /// All ways that lead from this first page of `spec` to another.
  std::optional<Trial> of_page(const SeenPage& page, const RestSpec& spec) {
    if (auto trial = by_chain(page, spec)) return trial;
    const bool offsets_first = counts_by_offset(page, spec);
    if (offsets_first) {
      if (auto trial = by_offset(page, spec)) return trial;
    }
    if (auto trial = by_number(page, spec)) return trial;
    if (!offsets_first) {
      if (auto trial = by_offset(page, spec)) return trial;
    }
    const std::vector<PageSign> signs = page_signs(page.page, spec.records);
    const bool more = std::any_of(signs.begin(), signs.end(),
                                  [](const PageSign& sign) { return may_be_has_more(sign) && sign.flag; });
    return more ? try_keysets(look_, spec) : std::nullopt;
  }

  std::optional<Trial> by_chain(const SeenPage& page, const RestSpec& spec) {
    for (const RestSpec& chain : chains_shown(page, spec)) {
      Trial trial = try_pages(look_, chain);
      if (trial.result == Result::two_pages) return faster(with_endings(look_, std::move(trial)));
      if (trial.result == Result::refused && refusal_.empty()) refusal_ = trial.problem;
      if (trial.result == Result::one_page && !unproved_) unproved_ = std::move(trial);
    }
    return std::nullopt;
  }

  /// The same pages by their numbers, which a run can ask for several at a time, if the API announces how
  /// many there are.
  Trial faster(Trial chain) {
    const auto numbers = numbers_in_chain(*chain.first, chain.spec, chain.first_records.size());
    for (const RestSpec& spec : numbers) {
      Trial counted = try_pages(look_, spec);
      const bool same = counted.result == Result::two_pages && counted.first_records == chain.first_records &&
                        counted.second_records == chain.second_records;
      if (!same) continue;
      counted = with_endings(look_, std::move(counted));
      if (has_totals(counted.spec.pages)) return counted;
      found_.notes.push_back(
          {"kind", fmt::format("the pages could be counted by {} as well, but the API does "
                               "not say in a page how many there are",
                               counted.spec.pages.param)});
      break;
    }
    return chain;
  }

  std::optional<Trial> by_number(const SeenPage& page, const RestSpec& spec) {
    for (const std::string& param : number_params(page, spec)) {
      auto trial = try_page_number(look_, spec, page, param, thing_);
      if (!trial) continue;
      // Where pages come only when they are asked for, the first of them may show more than the answer
      // before.
      RestSpec asked = spec;
      asked.records = trial->spec.records;
      asked.query[param] = std::to_string(trial->spec.pages.first);
      if (auto chain = by_chain(*trial->first, asked)) {
        if (!has_totals(with_endings(look_, *trial).spec.pages)) return chain;
      }
      return trial;
    }
    if (counts_by_number(page, spec)) note_only_page(number_params(page, spec), spec);
    return std::nullopt;
  }

  /// The API counts its pages and has but one: the parameter that makes the next one empty is the page's.
  void note_only_page(const std::vector<std::string>& params, const RestSpec& spec) {
    for (const std::string& param : params) {
      if (unproved_) return;
      RestSpec counted = spec;
      counted.pages = {};
      counted.pages.kind = Kind::page;
      counted.pages.param = param;
      Trial trial = try_pages(look_, counted);
      if (trial.result != Result::empty_end) continue;
      trial = with_endings(look_, std::move(trial));
      if (has_totals(trial.spec.pages)) unproved_ = std::move(trial);
    }
  }

  std::optional<Trial> by_offset(const SeenPage& page, const RestSpec& spec) {
    for (const std::string& param : offset_params(page, spec)) {
      if (auto trial = try_offset(look_, spec, page, param)) return trial;
    }
    return std::nullopt;
  }

  /// An API that gives a bare list of everything may give pages, in another form, when it is asked for one.
  std::optional<Trial> when_asked_for() {
    const SeenPage& page = look_.ask(first_request(spec_));
    if (!spec_.records.empty()) return std::nullopt;
    for (const std::string& param : number_params(page, spec_)) {
      RestSpec asked = spec_;
      asked.query[param] = "1";
      const SeenPage& first = look_.ask(first_request(asked));
      asked.records = records_of(first, "", thing_);
      const auto records = record_digests(first, asked.records);
      if (asked.records.empty() || !overlap(records, record_digests(page, ""))) continue;
      if (auto trial = of_page(first, asked)) return trial;
      if (auto trial = in_smaller_pages(asked)) return trial;
    }
    return std::nullopt;
  }

  /// Where everything fits one page, smaller ones show how to go on.
  std::optional<Trial> in_smaller_pages(const RestSpec& spec) {
    const http::Request request = first_request(spec);
    const auto size = find_page_size(look_, spec, look_.ask(request));
    if (!size) return std::nullopt;
    RestSpec small = spec;
    small.pages.size_param = size->param;
    small.pages.size = size->small;
    http::Request smaller = request;
    set_size(smaller, small.pages, size->small);
    return of_page(look_.ask(smaller), small);
  }

  Trial unproved() { return unproved_ ? std::move(*unproved_) : try_pages(look_, spec_); }

  void note_pages() {
    const Trial& trial = found_.trial;
    const std::size_t records = trial.first_records.size();
    if (found_.proved) return;
    if (trial.spec.pages.kind != Kind::none) {
      found_.notes.push_back({"kind", fmt::format("all records ({}) came in one page: that this leads to the "
                                                  "next one could not be tried",
                                                  format_count(records))});
      return;
    }
    note_single_page(trial, records);
  }

  /// One answer is all that was found: that may be so, or not.
  void note_single_page(const Trial& trial, std::size_t records) {
    for (const PageSign& sign : page_signs(trial.first->page, trial.spec.records)) {
      if (!may_be_total_items(sign) || !means_all_items(sign) || sign.count <= records) continue;
      found_.trial.spec.pages.total_items = sign.path;
      const std::string text =
          fmt::format("INCOMPLETE: {} of {} records came, and no usual parameter led to the others",
                      format_count(records), format_count(sign.count));
      found_.notes.push_back({"kind", text, true});
      return;
    }
    if (!refusal_.empty()) {
      found_.notes.push_back(
          {"kind", "INCOMPLETE: the way to the next page that the API shows could not be gone: " + refusal_,
           true});
    } else if (records >= kFewestOfAPage && records % kFewestOfAPage == 0) {
      found_.notes.push_back({"kind",
                              fmt::format("no way to a second page was found; exactly {} records came, which "
                                          "may be a page and not all of them",
                                          format_count(records)),
                              true});
    } else {
      found_.notes.push_back({"kind", "no way to a second page was found"});
    }
  }

  ApiLook& look_;
  const RestSpec spec_;
  std::string_view thing_;
  std::optional<Trial> unproved_;
  std::string refusal_;  ///< why the first chain that the API shows leads nowhere
  PagesFound found_;
};

}  // namespace

PagesFound survey_pages(ApiLook& look, const RestSpec& spec, std::string_view thing) {
  return PagesSurvey(look, spec, thing).find();
}

}  // namespace counterpart
