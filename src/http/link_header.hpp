#pragma once
/// The Link field of an answer (RFC 8288): where the next page is.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace counterpart::http {

/// What a search among links came to.
struct LinkTarget {
  std::optional<std::string> url;  ///< as it is written there: it may be relative
  /// Text that stands before that link, or anywhere if there is none, could not be read: a link may have been
  /// missed.
  bool damaged = false;
};

/// The target of the first link of the relation `rel` among the values of all Link fields of an answer, in
/// their order. Relations are compared without regard to case; of several `rel` parameters the first one
/// counts (RFC 8288, 3.3). A link with an `anchor` is about something else and is passed over. A value is
/// read up to its first damage. Never throws for what a server sends, and takes linear time.
LinkTarget link_target(const std::vector<std::string>& field_values, std::string_view rel);

}  // namespace counterpart::http
