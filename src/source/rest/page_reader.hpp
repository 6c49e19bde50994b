#pragma once
/// One answer of an API as a page: what it says about itself, and its records.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "http/request.hpp"
#include "source/json/json_page.hpp"
#include "source/json/json_path.hpp"
#include "source/rest/paginator.hpp"
#include "source/source.hpp"

namespace counterpart {

/// Why an answer is no page.
struct PageProblem {
  std::string text;  ///< goes on behind "the answer"
  std::string hint;
  bool may_pass = true;  ///< the same request can be answered better
};

/// Holds the last page read.
class PageReader {
 public:
  explicit PageReader(const RestSpec& spec);

  /// Gives the problem if the answer does not parse whole, or is an error that calls itself none
  /// (error_when).
  std::optional<PageProblem> parse(const http::Response& response);

  /// What the page says. `index` and `received_before` count the pages and records of its walk before it.
  /// Throws Error(api) for a page that is not as the job file says.
  PageFacts facts(const http::Response& response, std::uint64_t index, std::uint64_t received_before);

  const JsonPage& page() const noexcept { return page_; }
  /// Those of the page whose facts were taken last.
  const std::vector<simdjson::dom::element>& records() const noexcept { return records_; }

 private:
  std::optional<std::string> next_of(const http::Response& response, bool& is_number) const;
  std::optional<std::string> last_key(bool& is_number) const;
  void check_way_on(const JsonPath& path, const PageFacts& facts) const;

  const PagesSpec spec_;
  JsonPath records_at_;
  JsonPath total_pages_;
  JsonPath total_items_;
  JsonPath has_more_;
  JsonPath next_;  ///< of the token or the link
  std::vector<JsonPath> error_when_;
  JsonPage page_;
  std::vector<simdjson::dom::element> records_;
};

}  // namespace counterpart
