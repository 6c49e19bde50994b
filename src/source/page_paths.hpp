#pragma once
/// The paths of a REST source, compiled.

#include <optional>
#include <string>

#include "source/json_path.hpp"
#include "source/source.hpp"

namespace counterpart {

/// Where in a page what is; nothing for a signal that the API does not offer.
struct PagePaths {
  /// Throws Error(job_file) for a path that does not parse.
  explicit PagePaths(const RestSpec& spec)
      : records(JsonPath::parse(spec.records, ErrorKind::job_file)),
        total_pages(offered(spec.pages.total_pages)),
        total_items(offered(spec.pages.total_items)),
        has_more(offered(spec.pages.has_more)) {}

  JsonPath records;
  std::optional<JsonPath> total_pages;
  std::optional<JsonPath> total_items;
  std::optional<JsonPath> has_more;

 private:
  static std::optional<JsonPath> offered(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return JsonPath::parse(text, ErrorKind::job_file);
  }
};

}  // namespace counterpart
