#pragma once
/// Asks an API a few things, one after the other, and keeps the answers: what was asked once is not asked
/// again.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/cancel.hpp"
#include "http/page_window.hpp"
#include "source/json/json_page.hpp"
#include "source/source.hpp"

namespace counterpart {

/// One answer.
struct SeenPage {
  http::Request request;
  http::Answer answer;
  JsonPage page;
  bool readable = false;  ///< status 200, and JSON as a whole
};

class ApiLook {
 public:
  /// Requests beyond which nothing is asked any more: every further answer is unreadable.
  static constexpr unsigned kMostRequests = 150;

  /// `spec` says how patient to be; its pages do not matter.
  ApiLook(const RestSpec& spec, http::Access access, CancelToken& cancel);

  /// The answer, whatever its status. Lives as long as this object. Throws Error(api) where there is no
  /// answer at all, and where the API has had enough of it (429).
  const SeenPage& ask(const http::Request& request);
  unsigned requests() const noexcept { return static_cast<unsigned>(seen_.size()); }

 private:
  std::map<std::string, std::unique_ptr<SeenPage>> seen_;
  const SeenPage nothing_{};
  http::PageWindow window_;
};

}  // namespace counterpart
