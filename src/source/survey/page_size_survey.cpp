#include "source/survey/page_size_survey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/size.hpp"
#include "source/rest/rest_request.hpp"
#include "source/rest/turning.hpp"
#include "source/survey/page_signs.hpp"

namespace counterpart {
namespace {

constexpr std::uint64_t kMostBytes = 4 << 20;
constexpr std::array<const char*, 20> kNames{
    "per_page", "limit",      "page_size",   "pageSize", "size",     "_limit",          "_per_page",
    "count",    "$top",       "_size",       "perPage",  "pagesize", "page[size]",      "page[limit]",
    "_count",   "maxResults", "max_results", "take",     "rows",     "results_per_page"};
constexpr std::array<std::int64_t, 6> kSizes{kLargestPage, 500, 250, 200, 100, 50};

void add(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

/// Names that the API has for it: in its links, in its pages, and then those that others have.
std::vector<std::string> likely_names(const RestSpec& spec, const SeenPage& page, std::size_t records) {
  std::vector<std::string> names;
  const std::vector<PageSign> signs = page_signs(page.page, spec.records);
  for (const PageSign& sign : signs) {
    if (sign.kind != PageSign::Kind::text || !looks_like_link(sign.text)) continue;
    try {
      for (const auto& [name, value] : page.request.url.resolve(sign.text).parameters()) {
        if (value == std::to_string(records)) add(names, name);
      }
    } catch (const Error&) {
      // A text that is no link after all says nothing about sizes.
    }
  }
  for (const PageSign& sign : signs) {
    if (may_be_size(sign) && sign.count == records) add(names, sign.name);
  }
  for (const char* name : kNames) add(names, name);
  return names;
}

http::Request first_page(const RestSpec& spec) {
  http::Request request = *make_paginator(spec.pages, first_request(spec))->request(0);
  // An answer that holds everything has no size for its paginator, but the API may know one.
  if (spec.pages.kind == PagesSpec::Kind::none) set_size(request, spec.pages, spec.pages.size.value_or(0));
  return request;
}

RestSpec sized(RestSpec spec, const std::string& param, std::int64_t size) {
  spec.pages.size_param = param;
  spec.pages.size = size;
  return spec;
}

/// What came of one size.
struct Attempt {
  std::int64_t asked = 0;
  Trial trial;
  std::int64_t came() const { return static_cast<std::int64_t>(trial.first_records.size()); }
  bool good() const { return trial.result != Trial::Result::refused; }
  /// The page holds everything, as far as the API says.
  bool everything() const {
    return trial.result == Trial::Result::one_page || trial.result == Trial::Result::empty_end;
  }
};

Attempt attempt(ApiLook& look, const RestSpec& spec, const std::string& param, std::int64_t size) {
  return {size, try_pages(look, sized(spec, param, size))};
}

std::uint64_t bytes_of(const Attempt& one) {
  return one.trial.first->answer.response.body.size();
}

/// The size at which a page has some MiB at most.
std::int64_t lighter(const Attempt& one, std::int64_t size) {
  while (size > 10 &&
         bytes_of(one) / static_cast<std::uint64_t>(one.came()) * static_cast<std::uint64_t>(size) >
             kMostBytes)
    size /= 2;
  return size;
}

/// The largest size that is kept to; a cap shows in a page that is larger than all that came before.
class Largest {
 public:
  Largest(ApiLook& look, const RestSpec& spec, const std::string& param)
      : look_(look), spec_(spec), param_(param) {}

  std::optional<Attempt> find(std::int64_t usual) {
    for (const std::int64_t size : kSizes) {
      if (size <= usual && size != kLargestPage) break;
      Attempt one = attempt(look_, spec_, param_, size);
      if (!one.good()) continue;
      if (one.came() >= size || one.everything()) return one;
      if (one.came() <= usual) continue;
      return attempt(look_, spec_, param_, one.came());
    }
    return std::nullopt;
  }

 private:
  ApiLook& look_;
  const RestSpec& spec_;
  const std::string& param_;
};

std::string note_of(const Attempt& best) {
  if (best.asked == kLargestPage)
    return best.everything() && best.came() < kLargestPage ? "takes this size; more than there are records"
                                                           : "asked for and kept to";
  return fmt::format("the API keeps to {} at most: {} were asked for first", format_count(best.asked),
                     format_count(kLargestPage));
}

}  // namespace

std::optional<PageSize> find_page_size(ApiLook& look, const RestSpec& spec, const SeenPage& page) {
  const std::vector<std::uint64_t> usual = record_digests(page, spec.records);
  if (usual.empty()) return std::nullopt;
  const std::size_t wanted = usual.size() == 1 ? 2 : usual.size() / 2;
  for (const std::string& name : likely_names(spec, page, usual.size())) {
    const RestSpec smaller = sized(spec, name, static_cast<std::int64_t>(wanted));
    const std::vector<std::uint64_t> came = record_digests(look.ask(first_page(smaller)), spec.records);
    if (came.size() == wanted && (begins_with(usual, came) || begins_with(came, usual)))
      return PageSize{name, static_cast<std::int64_t>(wanted)};
  }
  return std::nullopt;
}

Trial with_largest_page(ApiLook& look, const Trial& trial, const PageSize& size, std::string& note) {
  RestSpec plain = trial.spec;
  plain.pages.size_param.clear();
  plain.pages.size.reset();
  const Trial usual = try_pages(look, plain);
  const std::int64_t without = usual.result == Trial::Result::refused
                                   ? size.small
                                   : static_cast<std::int64_t>(usual.first_records.size());
  std::optional<Attempt> best = Largest(look, plain, size.param).find(without);
  if (!best || !best->good()) best = attempt(look, plain, size.param, std::max(without, size.small));
  if (!best->good()) return trial;
  note = note_of(*best);
  if (const std::int64_t lean = lighter(*best, best->asked); lean != best->asked) {
    Attempt smaller = attempt(look, plain, size.param, lean);
    if (smaller.good()) {
      note = "records are large: a page of this size has some MiB";
      best = std::move(smaller);
    }
  }
  return best->trial;
}

}  // namespace counterpart
