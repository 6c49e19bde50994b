#pragma once
/// A page of JSON: parsed whole or not at all, and what job files point to inside of it.

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/builder.hpp"
#include "source/json/json_path.hpp"
#include "source/json/json_record.hpp"

namespace counterpart {

/// Bytes that are no UTF-8 and escapes of half a surrogate pair make JSON unreadable. Gives `text` with each
/// of them replaced by `mark`, a noncharacter (U+FDD0 to U+FDEF) that `text` does not have; nothing if there
/// are none, or no such character is left.
std::optional<std::string> mark_bad_text(std::string_view text, std::string& mark);

/// The last page parsed. All errors are ErrorKind::api and name the path; the caller adds the page.
class JsonPage {
 public:
  /// Parses `text`, behind which 64 more bytes must be readable. Gives the problem, in words, if it does not
  /// parse whole.
  std::optional<std::string> parse(std::string_view text);
  /// True if the text parsed last is over a limit of the parser, so that it will be when it comes again.
  bool over_a_limit() const noexcept { return over_a_limit_; }

  /// The records at a path, in `into` instead of what it held; they live until the next `parse`. If the path
  /// is singular there has to be a list, whose elements they are. Otherwise each place that it selects is a
  /// record, none is an empty list, and what the path selects from (its anchor) has to be there and to be a
  /// list or an object.
  void list_at(const JsonPath& path, std::vector<simdjson::dom::element>& into) const;

  // Of several places that a path selects, these take the first.

  /// A whole number, or a text that is one.
  std::uint64_t count_at(const JsonPath& path) const;
  /// False for false, null, 0, an empty text and the text "false"; true for other texts and numbers: some
  /// APIs say with the next page's address that there is one.
  bool flag_at(const JsonPath& path) const;
  /// A text, or a number as one, as links and cursors are; of a link object of JSON:API its `href`. Nothing
  /// if there is nothing, null or an empty text; an Error if there is something else.
  std::optional<std::string> text_at(const JsonPath& path) const;

  /// Whether a place that the path selects holds something else than null, false, 0, "", [] or {}.
  bool truthy_at(const JsonPath& path) const;

  /// Whether a path selects anything, null included.
  bool has(const JsonPath& path) const { return path.first(root_).has_value(); }
  simdjson::dom::element root() const noexcept { return root_; }

  /// Refuses the wanted fields of a record that hold text which the page had damaged. Between `begin` and
  /// `end`.
  void refuse_damaged(simdjson::dom::object record, const ReadSpec& spec, RecordBuilder& builder) const;
  bool damaged() const noexcept { return !mark_.empty(); }

 private:
  simdjson::dom::element at(const JsonPath& path) const;
  bool marked(simdjson::dom::element value) const;

  JsonParser parser_;
  bool over_a_limit_ = false;
  simdjson::dom::element root_;
  std::string repaired_;
  std::string mark_;  ///< empty if nothing was damaged
};

}  // namespace counterpart
