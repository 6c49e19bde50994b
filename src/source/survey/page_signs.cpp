#include "source/survey/page_signs.hpp"

#include <algorithm>
#include <array>

#include "source/survey/field_words.hpp"
#include "source/survey/record_lists.hpp"

namespace counterpart {
namespace {

using Kind = PageSign::Kind;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr unsigned kDeepest = 4;

constexpr std::array<std::string_view, 13> kNextLink{
    "next",     "nextlink",       "nexturl",       "nextpageurl",   "nextpage",
    "nexthref", "nextpagelink",   "nexturi",       "odatanextlink", "nextpageuri",
    "nextpath", "nextrecordsurl", "nextresultsurl"};
constexpr std::array<std::string_view, 4> kAddress{"href", "url", "link", "uri"};
constexpr std::array<std::string_view, 21> kToken{"nextcursor",
                                                  "nextpagetoken",
                                                  "nexttoken",
                                                  "cursor",
                                                  "next",
                                                  "continuation",
                                                  "continuationtoken",
                                                  "nextpage",
                                                  "endcursor",
                                                  "nextkey",
                                                  "scrollid",
                                                  "bookmark",
                                                  "marker",
                                                  "nextmarker",
                                                  "pagetoken",
                                                  "nextoffset",
                                                  "nextcontinuationtoken",
                                                  "nextid",
                                                  "nextpageid",
                                                  "nextstart",
                                                  "nextpagecursor"};
constexpr std::array<std::string_view, 23> kTotalItems{
    "total",         "count",      "totalcount",   "totalitems",  "totalresults", "totalrecords",
    "totalelements", "totalhits",  "totalrows",    "items",       "itemcount",    "recordcount",
    "resultcount",   "rowcount",   "numfound",     "hits",        "odatacount",   "filteredtablerowscount",
    "totalsize",     "numresults", "totalentries", "totalnumber", "value"};
constexpr std::array<std::string_view, 14> kTotalPages{
    "totalpages", "pages",   "lastpage",       "pagecount", "numpages",      "pagestotal",     "nbpages",
    "last",       "maxpage", "totalpagecount", "pagetotal", "numberofpages", "lastpagenumber", "totalpage"};
constexpr std::array<std::string_view, 11> kHasMore{
    "hasmore",     "hasnext",      "hasnextpage",   "more",        "moreresults", "hasmoreitems",
    "hasmoredata", "hasmorepages", "moreavailable", "morerecords", "morerows"};
constexpr std::array<std::string_view, 10> kPageNumber{
    "page", "currentpage", "pagenumber", "pageno", "pageindex", "number", "current", "pagenum", "p", "pg"};
constexpr std::array<std::string_view, 6> kOffset{"offset", "skip", "startindex", "start", "from", "startat"};
constexpr std::array<std::string_view, 12> kSize{"perpage",        "pagesize",       "limit",      "size",
                                                 "itemsperpage",   "pagelimit",      "maxresults", "take",
                                                 "resultsperpage", "recordsperpage", "rows",       "top"};

template <typename List>
bool is_one_of(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

class Search {
 public:
  Search(std::string_view records_path, std::vector<PageSign>& signs)
      : records_(records_path), signs_(signs) {}

  void look(element value, const std::string& path, std::string_view parent, unsigned depth) {
    object members;
    if (value.get(members) != simdjson::SUCCESS || depth == kDeepest) return;
    for (const auto [name, inside] : members) {
      const std::string at = path + "/" + pointer_step(name);
      const std::string word = plain_word(name);
      if (inside.is_object() && at != records_) look(inside, at, word, depth + 1);
      if (inside.is_object() || inside.is_array()) continue;
      PageSign& sign = signs_.emplace_back();
      sign.path = at;
      sign.name = name;
      sign.word = word;
      sign.parent = parent;
      read(inside, sign);
    }
  }

 private:
  static void read(element value, PageSign& sign) {
    std::string_view text;
    if (value.get(sign.flag) == simdjson::SUCCESS) {
      sign.kind = Kind::flag;
    } else if (value.get(sign.count) == simdjson::SUCCESS) {
      sign.kind = Kind::count;
    } else if (value.get(text) == simdjson::SUCCESS && !text.empty()) {
      sign.kind = Kind::text;
      sign.text = text;
    }
  }

  std::string_view records_;
  std::vector<PageSign>& signs_;
};

}  // namespace

std::vector<PageSign> page_signs(const JsonPage& page, std::string_view records_path) {
  std::vector<PageSign> signs;
  Search(records_path, signs).look(page.root(), "", "", 0);
  return signs;
}

bool looks_like_link(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://") || text.starts_with('/') ||
         text.starts_with('?');
}

bool may_be_next_link(const PageSign& sign) {
  if (sign.kind != Kind::nothing && (sign.kind != Kind::text || !looks_like_link(sign.text))) return false;
  return is_one_of(kNextLink, sign.word) ||
         (is_one_of(kAddress, sign.word) && is_one_of(kNextLink, sign.parent));
}

bool may_be_token(const PageSign& sign) {
  if (sign.kind == Kind::flag) return false;
  if (is_one_of(kToken, sign.word)) return true;
  // Of {"cursors": {"before": …, "after": …}} and of {"cursor": {"next": …}}.
  const bool in_cursors = sign.parent == "cursors" || sign.parent == "cursor" || sign.parent == "paging";
  return in_cursors && (sign.word == "after" || sign.word == "next");
}

bool may_be_total_items(const PageSign& sign) {
  if (sign.kind != Kind::count || !is_one_of(kTotalItems, sign.word)) return false;
  // Of {"total": {"value": 1000, "relation": "eq"}}.
  return sign.word != "value" || sign.parent == "total";
}

bool may_be_total_pages(const PageSign& sign) {
  return sign.kind == Kind::count &&
         (is_one_of(kTotalPages, sign.word) || (sign.parent == "pages" && sign.word == "total"));
}

bool may_be_has_more(const PageSign& sign) {
  return sign.kind == Kind::flag && is_one_of(kHasMore, sign.word);
}

bool may_be_page_number(const PageSign& sign) {
  return sign.kind == Kind::count && is_one_of(kPageNumber, sign.word);
}

bool may_be_offset(const PageSign& sign) {
  return sign.kind == Kind::count && is_one_of(kOffset, sign.word);
}

bool may_be_size(const PageSign& sign) {
  return sign.kind == Kind::count && is_one_of(kSize, sign.word);
}

bool means_all_items(const PageSign& sign) {
  return sign.word.find("total") != std::string::npos || sign.parent == "total" || sign.word == "numfound" ||
         sign.word == "odatacount" || sign.word == "filteredtablerowscount";
}

}  // namespace counterpart
