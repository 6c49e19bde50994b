#pragma once
/// What a page says beside its records: the single values around them, and what each can mean for the way
/// through the pages.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/json/json_page.hpp"

namespace counterpart {

/// One value outside of the records. What it holds is for this room alone: it may be a token.
struct PageSign {
  enum class Kind { nothing, flag, count, text } kind = Kind::nothing;
  std::string path;    ///< a JSON Pointer
  std::string name;    ///< of the member
  std::string word;    ///< the name, plain
  std::string parent;  ///< that of the object around it, plain
  bool flag = false;
  std::uint64_t count = 0;
  std::string text;
};

/// All of them, four members deep, in their order; lists are not looked into.
std::vector<PageSign> page_signs(const JsonPage& page, std::string_view records_path);

/// True for a URL or a path.
bool looks_like_link(std::string_view text);

// By their names and kinds alone; whether it holds is for others to try.

/// Where the URL of the next page is, or would be: a text that looks like a link, or null.
bool may_be_next_link(const PageSign& sign);
/// A token for the next page, or null.
bool may_be_token(const PageSign& sign);
bool may_be_total_items(const PageSign& sign);
bool may_be_total_pages(const PageSign& sign);
bool may_be_has_more(const PageSign& sign);
/// The page's own number, or its offset.
bool may_be_page_number(const PageSign& sign);
bool may_be_offset(const PageSign& sign);
/// The size of the pages.
bool may_be_size(const PageSign& sign);

/// True if the name can only mean all records: "total", but not "count", which may be that of the page.
bool means_all_items(const PageSign& sign);

}  // namespace counterpart
