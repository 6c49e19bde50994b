#include "source/survey/page_evidence.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "http/link_header.hpp"
#include "source/rest/fhir.hpp"
#include "source/survey/field_words.hpp"
#include "source/survey/page_signs.hpp"
#include "source/survey/record_lists.hpp"

namespace counterpart {
namespace {

using Kind = PagesSpec::Kind;

/// A number in a place for tokens up to here is most likely that of a page.
constexpr std::uint64_t kMostPages = 1'000'000;

constexpr std::array<const char*, 12> kTokenParams{
    "cursor", "page_token",   "pageToken",          "after",  "starting_after", "next", "_next",
    "token",  "continuation", "continuation_token", "marker", "page[cursor]"};
constexpr std::array<const char*, 9> kNumberParams{
    "page", "p", "_page", "pageNumber", "page_number", "pageNo", "pg", "page[number]", "Page"};
constexpr std::array<const char*, 9> kOffsetParams{"offset", "skip", "start",        "startIndex", "_start",
                                                   "$skip",  "from", "page[offset]", "_offset"};

void add(std::vector<std::string>& names, const std::string& name) {
  if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

PagesSpec of_kind(const PagesSpec& pages, Kind kind) {
  PagesSpec made;
  made.kind = kind;
  made.param.clear();
  made.size_param = pages.size_param;
  made.size = pages.size;
  return made;
}

RestSpec with_pages(const RestSpec& spec, PagesSpec pages) {
  RestSpec made = spec;
  made.pages = std::move(pages);
  return made;
}

/// "page_token" of "next_page_token", "pageToken" of "nextPageToken".
std::string without_next(const std::string& name) {
  if (name.size() <= 4 || plain_word(std::string_view(name).substr(0, 4)) != "next") return {};
  std::string rest = name.substr(4);
  if (rest.front() == '_' || rest.front() == '-') return rest.substr(1);
  rest.front() =
      rest.front() >= 'A' && rest.front() <= 'Z' ? static_cast<char>(rest.front() + 32) : rest.front();
  return rest;
}

std::vector<std::string> token_params(const std::string& name, const std::string& parent) {
  std::vector<std::string> params;
  add(params, without_next(name));
  if (plain_word(name) == "after" || plain_word(name) == "endcursor") add(params, "after");
  if (parent == "cursors" || parent == "cursor") add(params, "cursor");
  add(params, name);
  for (const char* known : kTokenParams) add(params, known);
  return params;
}

void add_tokens(const SeenPage& page, const std::vector<PageSign>& signs, const RestSpec& spec,
                std::vector<RestSpec>& into) {
  const auto add_all = [&](PagesSpec pages, const std::string& name, const std::string& parent) {
    for (const std::string& param : token_params(name, parent)) {
      pages.param = param;
      into.push_back(with_pages(spec, pages));
    }
  };
  PagesSpec pages = of_kind(spec.pages, Kind::cursor);
  for (const PageSign& sign : signs) {
    const bool page_number = sign.kind == PageSign::Kind::count && sign.count < kMostPages &&
                             (sign.word == "next" || sign.word == "nextpage");
    if (!may_be_token(sign) || may_be_next_link(sign) || page_number) continue;
    pages.token = sign.path;
    add_all(pages, sign.name, sign.parent);
  }
  pages.token.clear();
  for (const auto& [name, value] : page.answer.response.headers) {
    const std::string word = plain_word(name);
    if (value.empty() ||
        (word.find("nextcursor") == std::string::npos && word.find("nexttoken") == std::string::npos &&
         word.find("nextpagetoken") == std::string::npos && word.find("continuation") == std::string::npos))
      continue;
    pages.token_header = name;
    add_all(pages, name, "");
  }
}

std::optional<std::int64_t> whole(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

using Parameters = std::vector<std::pair<std::string, std::string>>;

std::optional<std::string> value_of(const Parameters& parameters, const std::string& name) {
  for (const auto& [known, value] : parameters) {
    if (known == name) return value;
  }
  return std::nullopt;
}

/// The links to a next page, as they stand in the answer.
std::vector<std::string> next_links(const SeenPage& page, const RestSpec& spec) {
  std::vector<std::string> links;
  if (const auto target = http::link_target(page.answer.response.all("link"), "next"); target.url)
    links.push_back(*target.url);
  for (const PageSign& sign : page_signs(page.page, spec.records)) {
    if (sign.kind == PageSign::Kind::text && may_be_next_link(sign)) links.push_back(sign.text);
  }
  return links;
}

/// Parameters that can be counted on; a token that happens to be a number cannot.
constexpr std::array<std::string_view, 15> kCountable{
    "page",   "p",    "pagenumber", "pageno", "pagenum",    "pg",      "pageindex", "currentpage",
    "offset", "skip", "start",      "from",   "startindex", "startat", "pageoffset"};

bool is_countable(const std::string& param) {
  return std::find(kCountable.begin(), kCountable.end(), plain_word(param)) != kCountable.end();
}

void add_numbers(const Parameters& here, const Parameters& next, const RestSpec& spec, std::size_t records,
                 std::vector<RestSpec>& into) {
  for (const auto& [name, value] : next) {
    const auto number = whole(value);
    if (!number || !is_countable(name) || value_of(here, name) == value) continue;
    const auto size = static_cast<std::int64_t>(records);
    const auto add_kind = [&, name = name](Kind kind, std::int64_t first) {
      PagesSpec pages = of_kind(spec.pages, kind);
      pages.param = name;
      pages.first = first;
      into.push_back(with_pages(spec, pages));
    };
    if (*number == 1 || *number == 2) add_kind(Kind::page, *number - 1);
    if (*number == size || *number == size + 1) add_kind(Kind::offset, *number - size);
  }
}

template <typename Likely>
std::vector<std::string> params(const SeenPage& page, const RestSpec& spec, Likely likely) {
  std::vector<std::string> names;
  for (const PageSign& sign : page_signs(page.page, spec.records)) {
    if (likely(sign)) add(names, sign.name);
  }
  return names;
}

}  // namespace

std::vector<RestSpec> chains_shown(const SeenPage& page, const RestSpec& spec) {
  std::vector<RestSpec> chains;
  const std::vector<PageSign> signs = page_signs(page.page, spec.records);
  if (http::link_target(page.answer.response.all("link"), "next").url)
    chains.push_back(with_pages(spec, of_kind(spec.pages, Kind::link_header)));
  PagesSpec pages = of_kind(spec.pages, Kind::next_link);
  if (spec.records == kFhirRecords) {
    pages.link = kFhirNext;
    chains.push_back(with_pages(spec, pages));
  }
  for (const bool shown : {true, false}) {
    for (const PageSign& sign : signs) {
      if (!may_be_next_link(sign) || (sign.kind == PageSign::Kind::text) != shown) continue;
      pages.link = sign.path;
      chains.push_back(with_pages(spec, pages));
    }
  }
  add_tokens(page, signs, spec, chains);
  return chains;
}

std::vector<RestSpec> numbers_in_chain(const SeenPage& page, const RestSpec& spec, std::size_t records) {
  std::vector<RestSpec> numbers;
  const Parameters here = page.request.url.parameters();
  if (spec.pages.kind == Kind::cursor && !spec.pages.token.empty()) {
    const auto token = page.page.text_at(JsonPath::parse(spec.pages.token, ErrorKind::internal));
    if (token) add_numbers(here, {{spec.pages.param, *token}}, spec, records, numbers);
  }
  if (spec.pages.kind != Kind::next_link && spec.pages.kind != Kind::link_header) return numbers;
  for (const std::string& link : next_links(page, spec)) {
    try {
      const http::Url next =
          http::Url::parse(page.answer.response.effective_url, ErrorKind::api).resolve(link);
      if (next.without_query() == page.request.url.without_query())
        add_numbers(here, next.parameters(), spec, records, numbers);
    } catch (const Error&) {
      // A link that cannot be followed has no number either.
    }
  }
  return numbers;
}

std::vector<std::string> number_params(const SeenPage& page, const RestSpec& spec) {
  std::vector<std::string> names = params(page, spec, [](const PageSign& sign) {
    return may_be_page_number(sign) && sign.word.find("current") == std::string::npos &&
           sign.word != "number";
  });
  for (const char* known : kNumberParams) add(names, known);
  return names;
}

std::vector<std::string> offset_params(const SeenPage& page, const RestSpec& spec) {
  std::vector<std::string> names = params(page, spec, may_be_offset);
  for (const char* known : kOffsetParams) add(names, known);
  return names;
}

bool counts_by_offset(const SeenPage& page, const RestSpec& spec) {
  return !counts_by_number(page, spec) && !params(page, spec, may_be_offset).empty();
}

bool counts_by_number(const SeenPage& page, const RestSpec& spec) {
  return !params(page, spec, [](const PageSign& sign) {
            return may_be_page_number(sign) || may_be_total_pages(sign);
          }).empty();
}

}  // namespace counterpart
