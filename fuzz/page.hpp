#pragma once
/// What the fuzz targets of JSON pages share.

#include <algorithm>
#include <string>
#include <string_view>

#include "fuzz/input.hpp"
#include "source/json/json_page.hpp"

namespace counterpart::fuzz {

/// True if `text` is a page; `page` keeps what it needs of it.
inline bool parses(JsonPage& page, std::string text) {
  const std::size_t size = text.size();
  text.resize(size + simdjson::SIMDJSON_PADDING);
  return !page.parse(std::string_view(text).substr(0, size));
}

/// True if `find` finds something, false for an error of the API, which is all that it may throw.
template <typename Find>
bool found(Find find) {
  try {
    find();
    return true;
  } catch (const Error& error) {
    require_error(error, ErrorKind::api);
    return false;
  }
}

/// Paths that go through everything for everything are slow by their nature.
inline bool slow(std::string_view path, std::string_view text) {
  const auto several =
      std::count_if(path.begin(), path.end(), [](char c) { return c == '.' || c == '*' || c == '?'; });
  return several > 6 || text.size() > 2000;
}

}  // namespace counterpart::fuzz
